export function Logo({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 32 32" aria-hidden className={className}>
      <rect width="32" height="32" rx="8" className="fill-primary" />
      <path
        d="M8 9.5A2.5 2.5 0 0 1 10.5 7h11A2.5 2.5 0 0 1 24 9.5v8a2.5 2.5 0 0 1-2.5 2.5H15l-5 4.5V20A2.5 2.5 0 0 1 8 17.5z"
        className="fill-on-primary"
      />
      <path d="M13 13.5h6" className="stroke-primary" strokeWidth="1.5" />
      <circle cx="12.5" cy="13.5" r="1.8" className="fill-primary" />
      <circle cx="19.5" cy="13.5" r="1.8" className="fill-primary" />
    </svg>
  );
}
