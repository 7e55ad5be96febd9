/** A canopy on an elephant's back. */
export function Logo({ size = 20 }: { size?: number }) {
  return (
    <svg
      aria-hidden
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth={1.75}
      strokeLinecap="round"
      strokeLinejoin="round"
      className="shrink-0 text-accent"
    >
      <path d="M4.5 7c2.2-3 12.8-3 15 0M7.5 7v5M16.5 7v5M5 12h14" />
      <path d="M3 20.5v-2.5c0-3.6 3.6-6 9-6s9 2.4 9 6v2.5M8 20.5v-3M16 20.5v-3" />
    </svg>
  );
}
