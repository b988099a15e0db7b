#!/bin/sh
# Makes a certificate authority of your own and what it signs, in the folder named: server (for the
# members and for nginx), root and almanac (the two users of etcd; the common name is the user's).
# Hosts that the server certificate is for may follow. For trying out and for small clusters; the
# authority's key, ca.key, belongs on no server.
set -eu
dir=$1
shift
names="IP:127.0.0.1,DNS:localhost,DNS:almanac.example.org"
for host in "$@"; do
  case $host in
  *[!0-9.]*) names="$names,DNS:$host" ;;
  *) names="$names,IP:$host" ;;
  esac
done
mkdir -p "$dir"
cd "$dir"
umask 077
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 3650 -subj "/CN=almanac cluster" \
  -keyout ca.key -out ca.crt 2>/dev/null
for user in server root almanac; do
  openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj "/CN=$user" -keyout $user.key -out $user.csr 2>/dev/null
  if [ $user = server ]; then
    printf 'subjectAltName=%s\nextendedKeyUsage=serverAuth,clientAuth\n' "$names" >$user.ext
  else
    printf 'extendedKeyUsage=clientAuth\n' >$user.ext
  fi
  openssl x509 -req -in $user.csr -CA ca.crt -CAkey ca.key -CAcreateserial -days 825 -extfile $user.ext -out $user.crt 2>/dev/null
  rm $user.csr $user.ext
done
chmod 644 ./*.crt
