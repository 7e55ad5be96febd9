import { postgresVersion } from './context';

export const suite = 'sid';

const packages = [
  'patroni python3-etcd python3-dnspython python3-psycopg2 pgbackrest haproxy etcd-server etcd-client',
  `postgresql-${postgresVersion} openssh-server openssh-client sudo supervisor`,
  'locales procps psmisc iproute2 curl util-linux netbase',
].join(' ');

/** Runs in the new root: packages without services, the accounts of hosts, the languages of messages. */
export function installScript(aptOptions: readonly string[]): string {
  const options = aptOptions.map((option) => `-o '${option.replaceAll("'", '')}'`).join(' ');
  return `set -eu
export DEBIAN_FRONTEND=noninteractive
printf '#!/bin/sh\\nexit 101\\n' > /usr/sbin/policy-rc.d
chmod +x /usr/sbin/policy-rc.d
mkdir -p /etc/postgresql-common/createcluster.d
echo 'create_main_cluster = false' > /etc/postgresql-common/createcluster.d/none.conf
apt-get ${options} -q update
apt-get ${options} -q -y --no-install-recommends install ${packages}
apt-get clean
sed -i 's/^# *\\(de_DE.UTF-8\\|en_US.UTF-8\\)/\\1/' /etc/locale.gen
locale-gen
id pgbackrest >/dev/null 2>&1 || useradd --system --create-home --home-dir /var/lib/pgbackrest --shell /bin/bash pgbackrest
# An account with a locked password is refused by sshd without PAM.
usermod --password '*' postgres
usermod --password '*' pgbackrest
`;
}
