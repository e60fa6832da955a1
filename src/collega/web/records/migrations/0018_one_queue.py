"""What waits stands in the rows of the jobs alone; the second list of it, of a library, goes."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("records", "0017_whose_share")]

    operations = [migrations.RunSQL("DROP TABLE IF EXISTS django_tasks_database_dbtaskresult", migrations.RunSQL.noop)]
