"""What Python's own tokenizer makes of the standard library: for each file a line "file PATH", then one for each name and
string ("name LINE BYTES") and for each end of a statement. argv[1] is how many files."""

import glob
import sys
import sysconfig
import token
import tokenize

for path in sorted(glob.glob(sysconfig.get_path("stdlib") + "/*.py"))[: int(sys.argv[1])]:
    lines = []
    behind_semicolon = False
    try:
        with open(path, "rb") as file:
            for item in tokenize.tokenize(file.readline):
                if item.type in (token.NAME, token.STRING):
                    kind = token.tok_name[item.type].lower()
                    lines.append(f"{kind} {item.start[0]} {len(item.string.encode())}")
                elif item.type == token.NEWLINE and not behind_semicolon or item.string == ";":
                    lines.append("end")
                if item.type != token.COMMENT:
                    behind_semicolon = item.string == ";"
    except (SyntaxError, tokenize.TokenError):
        continue
    print(f"file {path}", *lines, sep="\n")
