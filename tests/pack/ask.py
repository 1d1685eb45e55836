"""ask.py URL [FORM-DATA]: prints what is answered there, waiting up to 30 seconds for the server to listen."""

import sys
import time
import urllib.error
import urllib.request

url = sys.argv[1]
data = sys.argv[2].encode() if len(sys.argv) > 2 else None
deadline = time.monotonic() + 30
while True:
    try:
        with urllib.request.urlopen(url, data, timeout=30) as answer:
            print(answer.read().decode())
        break
    except urllib.error.HTTPError as error:
        sys.exit(f"{url}: {error}")
    except OSError as error:
        if time.monotonic() > deadline:
            sys.exit(f"{url}: {error}")
        time.sleep(0.05)
