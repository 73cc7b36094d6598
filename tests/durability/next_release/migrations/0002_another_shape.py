"""Every row of visits and responses is written anew, on SQLite and on PostgreSQL."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("intake", "0001_initial")]

    operations = [
        migrations.AlterField("response", "age", models.IntegerField()),
        migrations.AddField("response", "another", models.TextField(db_default="")),
        migrations.AlterField("visit", "urgency", models.IntegerField(default=0)),
    ]
