"""The chain's enumerations, under the names that it signs."""

from enum import IntEnum


class Visibility(IntEnum):
    """Who may read a bucket or an object without a signature."""

    VISIBILITY_TYPE_UNSPECIFIED = 0
    VISIBILITY_TYPE_PUBLIC_READ = 1
    VISIBILITY_TYPE_PRIVATE = 2
    VISIBILITY_TYPE_INHERIT = 3


class Redundancy(IntEnum):
    """How an object is spread over storage providers."""

    REDUNDANCY_EC_TYPE = 0
    REDUNDANCY_REPLICA_TYPE = 1


class ObjectStatus(IntEnum):
    """How far an object's life has come."""

    OBJECT_STATUS_CREATED = 0
    OBJECT_STATUS_SEALED = 1
    OBJECT_STATUS_DISCONTINUED = 2


class BucketStatus(IntEnum):
    """Whether a bucket serves."""

    BUCKET_STATUS_CREATED = 0
    BUCKET_STATUS_DISCONTINUED = 1
    BUCKET_STATUS_MIGRATING = 2


class Source(IntEnum):
    """From which chain a resource comes."""

    SOURCE_TYPE_ORIGIN = 0
    SOURCE_TYPE_MIRROR_PENDING = 1
    SOURCE_TYPE_BSC_CROSS_CHAIN = 2
    SOURCE_TYPE_OP_CROSS_CHAIN = 3


class Action(IntEnum):
    """What a policy's statement allows or denies."""

    ACTION_UNSPECIFIED = 0
    ACTION_UPDATE_BUCKET_INFO = 1
    ACTION_DELETE_BUCKET = 2
    ACTION_CREATE_OBJECT = 3
    ACTION_DELETE_OBJECT = 4
    ACTION_COPY_OBJECT = 5
    ACTION_GET_OBJECT = 6
    ACTION_EXECUTE_OBJECT = 7
    ACTION_LIST_OBJECT = 8
    ACTION_UPDATE_GROUP_MEMBER = 9
    ACTION_DELETE_GROUP = 10
    ACTION_UPDATE_OBJECT_INFO = 11
    ACTION_UPDATE_GROUP_EXTRA = 12
    ACTION_UPDATE_GROUP_INFO = 13
    ACTION_UPDATE_OBJECT_CONTENT = 14
    ACTION_TYPE_ALL = 99


class Effect(IntEnum):
    """What a statement does to the actions it names."""

    EFFECT_UNSPECIFIED = 0
    EFFECT_ALLOW = 1
    EFFECT_DENY = 2


class PrincipalType(IntEnum):
    """Whom a policy is about."""

    PRINCIPAL_TYPE_UNSPECIFIED = 0
    PRINCIPAL_TYPE_GNFD_ACCOUNT = 1
    PRINCIPAL_TYPE_GNFD_GROUP = 2


class ResourceType(IntEnum):
    """What a policy is put on."""

    RESOURCE_TYPE_UNSPECIFIED = 0
    RESOURCE_TYPE_BUCKET = 1
    RESOURCE_TYPE_OBJECT = 2
    RESOURCE_TYPE_GROUP = 3


class ProviderStatus(IntEnum):
    """Whether a storage provider serves."""

    STATUS_IN_SERVICE = 0
    STATUS_IN_JAILED = 1
    STATUS_GRACEFUL_EXITING = 2
    STATUS_IN_MAINTENANCE = 3
    STATUS_FORCED_EXITING = 4


class StreamStatus(IntEnum):
    """Whether a payment account pays."""

    STREAM_ACCOUNT_STATUS_ACTIVE = 0
    STREAM_ACCOUNT_STATUS_FROZEN = 1
