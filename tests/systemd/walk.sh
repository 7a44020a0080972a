#!/usr/bin/env bash
# Inside the systemd of units.sh: what is in /given is installed as docs/ward.md says, and each promise looked at.
set -euo pipefail
cd /given
data=/var/lib/stormkeel
settings=/etc/stormkeel/stormkeel.toml
address=http://127.0.0.1:8080
wrong=0

check() { # what, got, the pattern that is right
    if [[ $2 == $3 ]]; then
        echo "ok  $1"
    else
        wrong=$((wrong + 1))
        echo "WRONG  $1: '$2', not '$3'"
        journalctl -u stormkeel -u stormkeel-watch -n 5 --no-pager -o cat
    fi
}
state() { systemctl show "${2:-stormkeel}" -p "$1" --value; }
raised() { journalctl -t raised --no-pager -o cat | tail -n 1; }
# Until the ward is in this state (systemd's SubState), at most for so many seconds; then in which it is.
reaches() {
    for _ in $(seq "$(($2 * 10))"); do
        [ "$(state SubState)" = "$1" ] && break
        sleep 0.1
    done
    state SubState
}
post() {
    curl -s -m 5 -o /dev/null -w '%{http_code}' -H "Authorization: Bearer $token" -H 'Content-Type: application/json' \
        "$address/fhir/Observation" -d "{\"resourceType\":\"Observation\",\"id\":\"o$1\",\"status\":\"final\",
        \"subject\":{\"reference\":\"Patient/p1\"},\"effectiveDateTime\":\"$(date -u +%Y-%m-%dT%H:%M:%SZ)\",
        \"code\":{\"coding\":[{\"system\":\"http://loinc.org\",\"code\":\"8310-5\"}]},
        \"valueQuantity\":{\"value\":38.$1,\"system\":\"http://unitsofmeasure.org\",\"code\":\"Cel\"}}"
}
kept() {
    curl -s -m 5 -o /dev/null -w '%{http_code}' -H "Authorization: Bearer $token" "$address/fhir/Observation/o$1"
}

install -m 755 stormkeel /usr/bin/stormkeel
install -m 644 stormkeel.service stormkeel-watch.service /etc/systemd/system/
install -D -m 644 stormkeel.sysusers /usr/lib/sysusers.d/stormkeel.conf
install -D -m 644 stormkeel.toml "$settings"
# Every setting has its default but whom the watch calls.
printf '#!/bin/sh\necho "$*" | systemd-cat -t raised\n' >/usr/local/bin/page-the-operator
chmod 755 /usr/local/bin/page-the-operator
sed -i 's|^command = \[\]|command = ["/usr/local/bin/page-the-operator"]|' "$settings"
systemd-sysusers
systemctl daemon-reload
check "the units have no mistake" "$(systemd-analyze verify --man=no stormkeel.service stormkeel-watch.service 2>&1)" ""
systemctl enable --quiet --now stormkeel
check "it starts, and says when it is ready" "$(state ActiveState)" active
check "systemctl status says where it is" "$(state StatusText)" "Serves the ward at $address"
check "the watch starts with it" "$(state ActiveState stormkeel-watch)" active
check "the data are its account's alone" "$(stat -c '%U %a' $data $data/ward.sqlite | tr '\n' ' ')" \
    "stormkeel 700 stormkeel 600 "
token=$(stormkeel token add ward-feed --role integration --data $data)
check "root opens it to a feed, and a fact is kept" "$(post 1)" 201
sleep 12
check "it says that it lives" "$(state NRestarts) $(state ActiveState)" "0 active"

kill -STOP "$(state MainPID)"
check "a stalled ward is ended within 12 s" "$(reaches auto-restart 12) $(state Result)" "auto-restart watchdog"
check "and was raised before" "$(raised)" "the ward does not answer"
check "and is started again" "$(reaches running 10)" running
check "what was kept is there" "$(kept 1)" 200
systemctl kill -s KILL stormkeel
check "a dead ward is started again" "$(reaches auto-restart 3) $(reaches running 10)" "auto-restart running"
check "and takes facts" "$(post 2) $(kept 1)" "201 200"

systemctl stop stormkeel
check "it ends in order" "$(state Result) $(state ExecMainStatus)" "success 0"
echo 'a long pass phrase 12' | stormkeel user add ward-admin --role admin --data $data >/dev/null
check "what root adds meanwhile stays its account's" "$(find $data -not -user stormkeel)" ""
systemctl start stormkeel
check "and it starts" "$(state ActiveState)" active

said=$(stormkeel backup /var/backups/ward.sqlite --data $data 2>&1) || true
check "a backup to where the unit may not write is refused, and why" "$said" "*ReadWritePaths*"
install -d -o stormkeel -m 700 /var/backups/stormkeel
mkdir -p /etc/systemd/system/stormkeel.service.d
printf '[Service]\nReadWritePaths=/var/backups/stormkeel\n' >/etc/systemd/system/stormkeel.service.d/site.conf
systemctl daemon-reload
systemctl restart stormkeel
said=$(stormkeel backup /var/backups/stormkeel/ward.sqlite --data $data 2>&1) || true
check "and made where it may" "$said" "Everything is copied to /var/backups/stormkeel/ward.sqlite"

sed 's|--data|--listen 127.0.0.1:8099 --data|' /etc/systemd/system/stormkeel.service >/etc/systemd/system/second.service
systemctl daemon-reload
systemctl start second 2>/dev/null || true
sleep 3
check "a second ward of the same data ends, and is not tried again" \
    "$(state ExecMainStatus second) $(state SubState second) $(state NRestarts second)" "75 failed 0"
check "and the first goes on" "$(kept 2)" 200
cp "$settings" /root/right.toml
sed -i 's/^lock_after_seconds = .*/lock_after_seconds = "soon"/' "$settings"
systemctl restart stormkeel 2>/dev/null || true
sleep 3
check "a wrong setting is told, and not tried again" \
    "$(state ExecMainStatus) $(state SubState) $(journalctl -u stormkeel -n 1 --no-pager -o cat -t stormkeel)" \
    "2 failed stormkeel: $settings:*: 'lock_after_seconds' must be *"
cp /root/right.toml "$settings"
systemctl start stormkeel
check "and once it is right the ward is there" "$(kept 1)" 200

systemctl isolate rescue.target
check "it goes down with the machine" "$(reaches dead 10) $(state Result) $(state SubState stormkeel-watch)" "dead success dead"
systemctl isolate multi-user.target
check "and comes up with it" "$(reaches running 10) $(state SubState stormkeel-watch)" "running running"

# An address that is no loopback's, over TLS.
ip address add 10.9.9.1/24 dev lo
openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=ward.example -addext subjectAltName=IP:10.9.9.1 \
    -keyout /etc/stormkeel/ward.key -out /etc/stormkeel/ward.pem 2>/dev/null
chown stormkeel /etc/stormkeel/ward.key
sed -i 's|^listen = .*|listen = "0.0.0.0:8443"|; s|^certificate = .*|certificate = "/etc/stormkeel/ward.pem"|
    s|^key = .*|key = "/etc/stormkeel/ward.key"|' "$settings"
systemctl restart stormkeel
asked() { curl -s -k -m 3 -o /dev/null -w '%{http_code}' "https://$1:8443/sign-in" || true; }
check "over TLS this machine alone reaches it" "$(asked 127.0.0.1) $(asked 10.9.9.1)" "200 000"
echo 'IPAddressAllow=10.9.9.0/24' >>/etc/systemd/system/stormkeel.service.d/site.conf
systemctl daemon-reload
systemctl restart stormkeel
check "and the networks that are named" "$(asked 10.9.9.1)" 200

echo "$wrong wrong"
[ "$wrong" -eq 0 ]
