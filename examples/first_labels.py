"""From a template's samples to a verified dataset, against the server that runs on your home."""

import labelfield as lf

job = lf.connect().create(template="classification", title="First labels")
print(job, job.quote())
project = job.fund()
for task in project.answers():
    print(task.key, task.label, task.confidence_percent)
print(project.export("first_labels.parquet", "parquet"))
print(project.wait().verify())
