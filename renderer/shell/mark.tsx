/** The program's mark: levels over time, under a line that is not crossed. */
export const Mark = () => (
  <svg width="20" height="20" viewBox="0 0 20 20" fill="none" aria-hidden="true">
    <path d="M2 4.5h16" stroke="currentColor" strokeWidth="1.5" strokeLinecap="round" />
    <path
      d="M3 17v-4h3.5V9H10v3.5h3.5V7.5H17V17z"
      fill="var(--lictor-accent)"
      stroke="var(--lictor-accent)"
      strokeWidth="1"
      strokeLinejoin="round"
    />
  </svg>
)
