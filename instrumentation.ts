/** Runs once when the server starts: the monitor watches whether or not a browser is open. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return;
  const { startHowdah } = await import('@/lib/runtime/start');
  await startHowdah();
}
