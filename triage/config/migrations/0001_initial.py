from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Pulse",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("beat_at", models.DateTimeField()),
                ("went_back_at", models.DateTimeField(null=True)),
                ("went_back_by", models.DurationField(null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("pk", 1)), name="config_there_is_one_pulse"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("went_back_at__isnull", True), ("went_back_by__isnull", True)
                        )
                        | models.Q(
                            ("went_back_at__isnull", False), ("went_back_by__isnull", False)
                        ),
                        name="config_a_jump_has_a_size",
                    ),
                ],
            },
        ),
    ]
