"""Long work beside the pages: where tasks (django-tasks) run. `TASKS_BACKEND` chooses one of the modules here.

A task may be begun twice, or be cut off in the middle: what it works on is a row that says how far it is.
"""
