from labelfield.server.settling_pace import LONG_S, WAITED, SettlingPace


def test_a_short_settlement_may_be_followed_at_once() -> None:
    pace = SettlingPace()
    pace.note(1, LONG_S, 10.0)
    assert pace.is_due(1, 10.0)


def test_a_long_settlement_holds_up_its_own_project_alone() -> None:
    pace = SettlingPace()
    pace.note(1, 3.0, 13.0)
    assert not pace.is_due(1, 13.0 + WAITED * 3.0 - 0.5)
    assert pace.is_due(1, 13.0 + WAITED * 3.0)
    assert pace.is_due(2, 13.0)
