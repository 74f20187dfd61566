#!/bin/sh
# Opens a registration and saves its form: sh walk.sh URL TOKEN ID
set -eu
# #region curl
url=$1 token=$2 id=$3
post() {
  curl --silent --show-error --header "Authorization: Bearer $token" --header 'Content-Type: application/json' "$@"
  echo
}

post "$url/registrations" --data '{"registrationId":"'"$id"'","candidateId":"C-'"$id"'",
  "exam":"social-worker","notice":"gd-2024-social-worker"}'
post "$url/registrations/$id/events" --header "Baokao-Actor: candidate:C-$id" --header "Idempotency-Key: $id-1" \
  --data '{"type":"agreement.accept"}'
# A refusal: 409, with the rule, its message and what is possible instead.
post "$url/registrations/$id/events" --header "Baokao-Actor: candidate:C-$id" --header "Idempotency-Key: $id-2" \
  --header 'Accept-Language: en' --data '{"type":"commitment.withdraw"}'
post --request GET "$url/registrations/$id"
# #endregion curl
