import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runProgram } from '../run-program';
import { addressOf, fullName, type NewestContext, type NewestLayout } from './context';
import { edgeHost, hostsOf } from './shape';

const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
const days = ['-days', '3650'];

export function authorityCertificate({ authority }: NewestLayout): string {
  return join(authority, 'ca.crt');
}

export function hostCertificate(
  { authority }: NewestLayout,
  host: string,
): { key: string; certificate: string } {
  return { key: join(authority, `${host}.key`), certificate: join(authority, `${host}.crt`) };
}

/** An authority of the lab's own, and a certificate a host. */
export async function makeCertificates(context: NewestContext): Promise<void> {
  const { layout, shape } = context;
  const { authority } = layout;
  mkdirSync(authority, { mode: 0o700 });
  const authorityKey = join(authority, 'ca.key');
  await runProgram('openssl', [
    ...['req', '-x509', ...newKey, ...days, '-subj', '/CN=Howdah lab'],
    ...['-addext', 'keyUsage=critical,keyCertSign,cRLSign'],
    ...['-keyout', authorityKey, '-out', authorityCertificate(layout)],
  ]);
  await Promise.all(hostsOf(shape).map((host) => makeCertificate(context, host, authorityKey)));
}

async function makeCertificate(context: NewestContext, host: string, authorityKey: string): Promise<void> {
  const { layout } = context;
  const { key, certificate } = hostCertificate(layout, host);
  const request = join(layout.authority, `${host}.csr`);
  const extensions = join(layout.authority, `${host}.ext`);
  // Through HAProxy a member answers under the address of HAProxy.
  const names = [
    `DNS:${fullName(host)}`,
    `IP:${addressOf(context, host)}`,
    `DNS:${fullName(edgeHost)}`,
    `IP:${addressOf(context, edgeHost)}`,
  ];
  writeFileSync(
    extensions,
    `subjectAltName=${[...new Set(names)].join(',')}
extendedKeyUsage=serverAuth,clientAuth
basicConstraints=CA:FALSE
keyUsage=digitalSignature
subjectKeyIdentifier=hash
authorityKeyIdentifier=keyid
`,
  );
  const subject = ['-subj', `/CN=${fullName(host)}`];
  await runProgram('openssl', ['req', ...newKey, ...subject, '-keyout', key, '-out', request]);
  await runProgram('openssl', [
    ...['x509', '-req', ...days, '-in', request, '-out', certificate, '-extfile', extensions],
    ...['-CA', authorityCertificate(layout), '-CAkey', authorityKey],
  ]);
}
