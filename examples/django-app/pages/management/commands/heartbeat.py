import time

from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Writes a line every few seconds, as a worker that waits for jobs would."

    def add_arguments(self, parser):
        parser.add_argument("--interval", type=float, default=10)
        parser.add_argument("--times", type=int, help="stop after so many lines")

    def handle(self, *args, interval, times, **options):
        beats = 0
        while times is None or beats < times:
            beats += 1
            self.stdout.write(f"heartbeat {beats}")
            time.sleep(interval)
