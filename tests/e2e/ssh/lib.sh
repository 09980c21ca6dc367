# SPDX-License-Identifier: MIT
# lib.sh - a host of closeout with a real sshd on 127.0.0.1: . "$(dirname "$0")/lib.sh"
#
# Needs root (sshd becomes the service account) and openssh; else the script is
# skipped. Where the kernel lets us, all of it runs in a mount namespace with an
# /etc of its own, so that nothing of it is left on the machine; else a service
# account is made and taken away again.
#
#	$account          the service account
#	$open             a folder that it can reach; $open/bin/closeout is the program
#	$db               the shared database
#	as_admin ...      closeout on the host itself, as the administrator root
#	start_sshd CONF   CONF is strict, debian or block; waits until it listens
#	stop_sshd
#	host KEY [SSH-OPTION ...] -- [COMMAND]      logs in with the key of that name
#	reload_keys       closeout host keys

if [ "$(id -u)" != 0 ]; then
	echo "1..0 # SKIP needs root"
	exit 77
fi
sshd=$(PATH=$PATH:/usr/sbin:/sbin command -v sshd)
for need in "$sshd" ssh ssh-keygen ssh-keyscan setpriv; do
	if ! command -v "${need:-sshd}" >/dev/null; then
		echo "1..0 # SKIP ${need:-sshd} is missing (openssh-server, openssh-client)"
		exit 77
	fi
done
if [ -z "$CLOSEOUT_SSH_PRIVATE" ]; then
	if unshare -m true 2>/dev/null; then
		CLOSEOUT_SSH_PRIVATE=yes exec unshare -m sh "$0"
	fi
	CLOSEOUT_SSH_PRIVATE=no
fi

. "$(dirname "$0")/../cli/lib.sh"

TEST_BUILDDIR=${TEST_BUILDDIR:-.}
open=$(mktemp -d /tmp/closeout-ssh.XXXXXX) || exit 99
account=closeout-t$$
keys=/etc/closeout-t$$
sshd_pid=

ended() {
	stop_sshd
	[ -z "$agent_pid" ] || kill "$agent_pid" 2>/dev/null
	if [ "$CLOSEOUT_SSH_PRIVATE" = yes ]; then
		umount /etc 2>/dev/null
	else
		rm -rf "$keys"
		userdel "$account" 2>/dev/null
	fi
	rm -rf "$open" "$work"
}
trap ended EXIT
trap 'exit 130' HUP INT TERM

# ---- the machine

chmod 755 "$open"
mkdir -m 755 "$open/bin" "$open/fake" "$open/fake/etc"
cp "$co" "$open/bin/closeout"
if [ "$CLOSEOUT_SSH_PRIVATE" = yes ]; then
	cp -a /etc "$open/etc"
	mount --bind "$open/etc" /etc || exit 99
fi
for f in passwd group shadow; do
	cp -p /etc/$f "$open/fake/etc/$f"
done
mkdir -m 755 "$keys"
co=$open/bin/closeout
db=$open/data/closeout.db

# The program's own set-up, below a folder of ours.
"$co" -d "$db" host setup --apply --root "$open/fake" --account "$account" >"$work/setup.out" 2>"$work/setup.err"
setup_status=$?
if [ "$CLOSEOUT_SSH_PRIVATE" = yes ]; then
	for f in passwd group shadow; do
		cat "$open/fake/etc/$f" >/etc/$f
	done
	sed -i "s|^\($account:.*\):[^:]*:/bin/sh\$|\1:/:/bin/sh|" /etc/passwd
else
	useradd --system --user-group --home-dir / --no-create-home --shell /bin/sh --password '*' "$account" || exit 99
fi
mkdir "$open/data"
chown "$account:$account" "$open/data"
chmod 700 "$open/data"

as_service() {
	setpriv --reuid="$account" --regid="$account" --clear-groups env -i PATH=/usr/bin:/bin HOME=/ LC_ALL=C.UTF-8 "$@"
}

as_admin() {
	as_service SUDO_USER=root "$co" -d "$db" "$@"
}

reload_keys() {
	"$co" -d "$db" host keys -o "$keys/authorized_keys" 2>"$work/keys.err"
}

# ---- people

new_key() { # new_key NAME [TYPE]
	ssh-keygen -q -t "${2:-ed25519}" -N '' -C "$1" -f "$work/$1"
	chmod 644 "$work/$1.pub"
}

fingerprint() {
	ssh-keygen -lf "$work/$1.pub" | cut -d' ' -f2
}

# ---- sshd

new_port() {
	# Below the range that the kernel takes from; not taken by anybody now.
	p=$((10000 + $$ % 10000))
	while [ -n "$(ssh-keyscan -T 1 -p $p 127.0.0.1 2>/dev/null)" ]; do
		p=$((p + 1))
	done
	echo $p
}

port=$(new_port)
ssh-keygen -q -t ed25519 -N '' -f "$work/host_key"
mkdir -p /run/sshd

start_sshd() {
	conf=$work/sshd_$1
	{
		cat <<END
ListenAddress 127.0.0.1
Port $port
HostKey $work/host_key
PidFile $work/sshd.pid
AuthorizedKeysFile $keys/authorized_keys
LogLevel DEBUG1
MaxStartups 300
END
		block=$open/fake/etc/ssh/sshd_config.d/closeout.conf
		case $1 in
		strict) # all of the block, for everybody, and nothing else
			sed -n '/^Match/,$ { /^Match/d; /AuthorizedKeysFile/d; s/Timeout 30/Timeout 2/; s/^    //; p; }' "$block"
			echo 'UsePAM no'
			;;
		debian) # as the package comes: much is allowed, the key alone restricts
			cat <<'END'
KbdInteractiveAuthentication no
UsePAM yes
X11Forwarding yes
PrintMotd no
AcceptEnv LANG LC_*
Subsystem sftp /usr/lib/openssh/sftp-server
END
			;;
		block)
			cat <<'END'
UsePAM yes
X11Forwarding yes
PrintMotd no
AcceptEnv LANG LC_*
Subsystem sftp /usr/lib/openssh/sftp-server
END
			sed "s|/[^ ]*/authorized_keys|$keys/authorized_keys|" "$block"
			;;
		esac
	} >"$conf"
	"$sshd" -t -f "$conf" || return 1
	"$sshd" -D -f "$conf" -E "$work/sshd.log" &
	sshd_pid=$!
	tries=0
	until ssh-keyscan -T 2 -p "$port" 127.0.0.1 2>/dev/null | sed "s/^/127.0.0.1 /" >"$work/scan" && [ -s "$work/scan" ]; do
		tries=$((tries + 1))
		[ $tries -lt 50 ] || { cat "$work/sshd.log"; return 1; }
		sleep 0.1
	done
	echo "[127.0.0.1]:$port $(cut -d' ' -f1,2 "$work/host_key.pub")" >"$work/known_hosts"
}

stop_sshd() {
	if [ -n "$sshd_pid" ]; then
		kill "$sshd_pid" 2>/dev/null
		wait "$sshd_pid" 2>/dev/null
	fi
	sshd_pid=
}

# host KEY [SSH-OPTION ...] -- [COMMAND]
host() {
	who=$1
	shift
	n=$#
	options=yes
	# Everything up to -- goes in front of the address, the rest behind it.
	while [ $n -gt 0 ]; do
		word=$1
		shift
		n=$((n - 1))
		if [ "$word" = -- ] && [ $options = yes ]; then
			options=no
			set -- "$@" 127.0.0.1
		else
			set -- "$@" "$word"
		fi
	done
	timeout -k 2 "${HOST_SECONDS:-20}" env $HOST_ENV ssh -F /dev/null -p "$port" -l "$account" -i "$work/$who" \
		-o IdentitiesOnly=yes -o IdentityAgent="${HOST_AGENT:-none}" -o BatchMode=yes \
		-o UserKnownHostsFile="$work/known_hosts" -o StrictHostKeyChecking=yes -o LogLevel=ERROR "$@"
}
