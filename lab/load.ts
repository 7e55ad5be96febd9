import { ports } from './address-block';

export const loadPrograms = ['load-writes', 'load-reads'] as const;

export const loadSchema = `
CREATE TABLE account (id integer PRIMARY KEY, balance bigint NOT NULL DEFAULT 0);
CREATE TABLE payment (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  account_id integer NOT NULL REFERENCES account,
  amount integer NOT NULL,
  paid_at timestamptz NOT NULL DEFAULT now()
);
INSERT INTO account (id) SELECT generate_series(1, 1000);
`;

export const writeScript = `\\set account random(1, 1000)
\\set amount random(-500, 500)
BEGIN;
UPDATE account SET balance = balance + :amount WHERE id = :account;
INSERT INTO payment (account_id, amount) VALUES (:account, :amount);
END;
`;

/** Keeps a lab that runs for weeks from growing without end. */
export const trimScript = `DELETE FROM payment WHERE id < (SELECT max(id) - 100000 FROM payment);
`;

export const readScript = `\\set account random(1, 1000)
SELECT balance FROM account WHERE id = :account;
SELECT sum(amount) FROM (SELECT amount FROM payment ORDER BY id DESC LIMIT 20) AS latest;
`;

/** pgbench ends when its connection is lost, so a loop starts it again for as long as the load runs. */
export function loadRunner(place: {
  readonly folder: string;
  readonly front: string;
  readonly postgresBin: string;
}): string {
  const { folder, front, postgresBin } = place;
  return `#!/bin/bash
# Usage: run.sh writes|reads
cd ${folder} || exit 1
export PGPASSFILE=${folder}/pgpass PGCONNECT_TIMEOUT=3 PGHOST=${front} PGUSER=app PGDATABASE=app
case $1 in
  writes) export PGPORT=${ports.writes}; scripts=(-f write.sql@999 -f trim.sql@1) ;;
  reads) export PGPORT=${ports.reads}; scripts=(-f read.sql) ;;
  *) exit 2 ;;
esac
while true; do
  ${postgresBin}/pgbench --no-vacuum --client=2 --rate=20 --latency-limit=5000 \\
    --time=86400 --progress=60 "\${scripts[@]}"
  sleep 1
done
`;
}
