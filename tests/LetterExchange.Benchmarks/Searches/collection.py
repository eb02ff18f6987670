"""Makes a judged test collection in BEIR's form from what Debian says of its own programs, for `relevance`.

Documents are AppStream's descriptions of programs. A query is a program's short description and its first sentence. What is relevant to it are the programs
whose tags (debtags: use, works-with, field, game and so on) are like its own, weighted by their rarity: grade 2 from three quarters on, 1 from a half.
Needs `apt-get update` with AppStream metadata. Usage: python3 collection.py FOLDER
"""
import collections, glob, gzip, html, json, math, re, subprocess, sys

FACETS = {"use", "works-with", "field", "game", "works-with-format", "network", "sound", "hardware", "office", "web", "science", "biology"}

packages = {}
for entry in subprocess.run(["apt-cache", "dumpavail"], capture_output=True, text=True, check=True).stdout.split("\n\n"):
    name, tags, short = (re.search(pattern, entry, re.M) for pattern in (r"^Package: (.*)$", r"^Tag: ((?:.*\n?)(?: .*\n?)*)", r"^Description: (.*)$"))
    if name and tags and short:
        said = {tag.strip() for tag in tags.group(1).replace("\n", " ").split(",")}
        packages[name.group(1)] = short.group(1), {tag for tag in said if tag.split("::")[0] in FACETS}

documents = {}
for path in glob.glob("/var/lib/apt/lists/*dep11_Components-amd64.yml.gz"):
    for component in gzip.open(path, "rt").read().split("\n---\n"):
        name = re.search(r"^Package: (.*)$", component, re.M)
        text = re.search(r"^Description:\n(?:  (?!C:).*\n|   .*\n|\n)*?  C: ((?:.*\n)(?:    .*\n|\n)*)", component + "\n", re.M)
        if name and text and name.group(1) in packages:
            plain = html.unescape(re.sub(r"<[^>]+>", " ", re.sub(r"\s+", " ", text.group(1)))).strip(" \"'")
            if len(plain.split()) > 25:
                documents.setdefault(name.group(1), plain)

names = sorted(documents)
asking = set(names[::3])  # Every third program asks, and is no document.
holders = collections.Counter(tag for name in names for tag in packages[name][1])
weight = lambda tags: sum(math.log(len(names) / holders[tag]) for tag in tags)
queries, answers = [], []
for name in sorted(asking):
    short, tags = packages[name]
    grades = []
    for other in names:
        if other in asking:
            continue
        both, all_tags = tags & packages[other][1], tags | packages[other][1]
        likeness = weight(both) / weight(all_tags) if weight(both) > 5 else 0
        if likeness > 0.5:
            grades.append((other, 2 if likeness > 0.75 else 1))
    query = f"{short}. {re.split(r'(?<=[.!?]) ', documents[name])[0]}"
    if len(tags) >= 2 and 3 <= len(grades) <= 40 and 6 <= len(query.split()) <= 30:
        queries.append((name, query))
        answers += [(name, other, grade) for other, grade in grades]

folder = sys.argv[1]
open(f"{folder}/documents.jsonl", "w").writelines(json.dumps({"_id": name, "title": "", "text": documents[name]}) + "\n" for name in names if name not in asking)
open(f"{folder}/queries.jsonl", "w").writelines(json.dumps({"_id": name, "text": query}) + "\n" for name, query in queries)
open(f"{folder}/answers.tsv", "w").writelines(["query-id\tcorpus-id\tscore\n", *(f"{query}\t{document}\t{grade}\n" for query, document, grade in answers)])
print(f"{len(names) - len(asking)} documents, {len(queries)} queries, {len(answers)} answers")
