import { keepsLab, otherLabs } from './place';

/** Ends the labs of the other workers and the Howdahs on them: what is measured wants the machine for itself. */
export async function silenceOthers(): Promise<void> {
  // A lab that may be kept is somebody's, who knows what else is at work.
  if (keepsLab) return;
  await Promise.all(
    otherLabs().map(async ({ lab, howdahPid }) => {
      if (howdahPid > 0) endGroup(howdahPid);
      await lab.down();
    }),
  );
}

function endGroup(leaderPid: number): void {
  try {
    process.kill(-leaderPid, 'SIGTERM');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
