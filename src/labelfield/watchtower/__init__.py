"""Files what an operator owes labelers proof of, by itself: late, contradicting, withheld."""
