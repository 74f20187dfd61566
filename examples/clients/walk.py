# #region python
"""Walks a registration to its payment: python3 walk.py URL TOKEN ID"""

import itertools
import json
import sys
import urllib.error
import urllib.request

url, token, registration = sys.argv[1:]
count = itertools.count(1)


def post(path, body, actor=None):
    headers = {
        "Authorization": f"Bearer {token}",
        "Content-Type": "application/json",
        # The same key when the same request is sent again: it is decided once.
        "Idempotency-Key": f"{registration}-{next(count)}",
        **({"Baokao-Actor": actor} if actor else {}),
    }
    request = urllib.request.Request(url + path, json.dumps(body).encode(), headers)
    try:
        with urllib.request.urlopen(request) as response:
            return json.load(response)
    except urllib.error.HTTPError as error:
        # A refusal is a 409 that names the rule and what is possible instead.
        problem = json.load(error)
        print(problem.get("rule"), problem["detail"])
        return problem


def send(actor, event_type, **fields):
    answer = post(f"/registrations/{registration}/events", {"type": event_type, **fields}, actor)
    print(event_type, "->", answer.get("state"))
    return answer


candidate = f"candidate:C-{registration}"
post("/clock", {"now": "2024-04-08T09:30:00+08:00"})  # only a demonstration has a clock to move
known = {"photo": True, "education": {"origin": "domestic", "result": "passed"}}
opening = {"registrationId": registration, "candidateId": f"C-{registration}", "candidate": known}
post("/registrations", {**opening, "exam": "social-worker", "notice": "gd-2024-social-worker"})
application = {"level": "intermediate", "subjects": ["general", "law", "practice"], "place": "440100"}
send(candidate, "application.save", application=application)
send(candidate, "route.choose", route="commitment")
send(candidate, "application.confirm")
statements = {"informed": True, "eligible": True, "truthful": True, "acceptsChecks": False}
send(candidate, "commitment.sign", statements=statements)  # refused by commitment.statements
signed = send(candidate, "commitment.sign", statements={**statements, "acceptsChecks": True})
order = next(fact for fact in signed["facts"] if fact["type"] == "order.created")
paid = {"orderNo": order["orderNo"], "amountFen": order["amountFen"], "paidAt": "2024-04-08T09:30:00+08:00"}
send("gateway:B", "payment.settle", transactionId=f"T-{registration}", **paid)
# #endregion python
