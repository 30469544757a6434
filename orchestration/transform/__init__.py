"""dbt's models as assets: staging, intermediate and marts in two calls. Not here: the models (`dbt_project/`)."""
