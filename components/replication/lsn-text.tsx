/** A WAL position, or a dash where there is none. */
export function LsnText({ lsn }: { lsn: string | null }) {
  if (lsn === null) {
    return (
      <span className="text-third">
        <span aria-hidden>–</span>
        <span className="sr-only">unknown</span>
      </span>
    );
  }
  return <span className="mono whitespace-nowrap">{lsn}</span>;
}
