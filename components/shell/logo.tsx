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
      <path d="M8 6.6Q12.5 2.2 17 6.6M9.5 5.8V10M15.5 5.8V10" />
      <path d="M3.2 20.8c1.6.6 2.7-.4 2.7-2V15c0-2.8 2.2-5 5-5h5.3a4.8 4.8 0 0 1 4.8 4.8v6M10.5 20.8V17h6v3.8" />
    </svg>
  );
}
