"""A messenger of bare JSON that takes what one read gives it for one whole object (R0.12).

one-read-one-object.py PORT COUNT NAME...: comes in under each name, on a connection each, and waits for the texts "0" to
COUNT - 1 to everyone. Prints one JSON line for each name when it is in, and one at the end: how many texts came, whether
they are all and in order, and what broke.
"""

import json
import socket
import sys
import threading


def listen(port, count, name, ready, results):
    heard = []
    problem = None
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.sendall(json.dumps({"command": "add_client", "message": name}).encode())
        # As that program asks who is there; the list is its first read.
        connection.sendall(json.dumps({"command": "message", "message": "users"}).encode())
        try:
            while len(heard) < count:
                read = connection.recv(2048)
                if not read:
                    problem = "closed"
                    break
                said = json.loads(read)
                if said["command"] == "users" and name in said["users"]:
                    ready(name)
                if said["command"] == "message" and "~[everyone] " in said["message"]:
                    heard.append(said["message"].split("~[everyone] ", 1)[1])
        except ValueError as error:
            problem = f"{error}: {read!r}"
    expected = [str(number) for number in range(count)]
    results[name] = {"name": name, "heard": len(heard), "whole": heard == expected, "problem": problem}


def main():
    port, count, names = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3:]
    lock = threading.Lock()
    results = {}

    def ready(name):
        with lock:
            print(json.dumps({"ready": name}), flush=True)

    threads = [
        threading.Thread(target=listen, args=(port, count, name, ready, results)) for name in names
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for name in names:
        print(json.dumps(results[name]), flush=True)


main()
