from labelfield.formats.templates import Template as Template
from labelfield.formats.templates import template as template
from labelfield.formats.templates import templates as templates
from labelfield.labeling import builder as builder
from labelfield.requesting.connection import Connection as Connection
from labelfield.requesting.connection import connect as connect
from labelfield.requesting.job import Job as Job
from labelfield.requesting.project import Project as Project

__version__: str
