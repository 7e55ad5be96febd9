import { type Command, parseCommand, type WantedLab } from './commands';
import { LabError } from './lab-error';
import { openLabThere } from './lab-there';
import { statusText } from './status-text';

const notRunningExitCode = 3;
const say = (line: string): void => console.log(line);

async function run(words: readonly string[]): Promise<number> {
  const command = parseCommand(words, openLabThere().names);
  const { lab } = openLabThere(wantedBy(command), say);
  switch (command.verb) {
    case 'up':
      takeDownWhenInterrupted(lab);
      await lab.up();
      return 0;
    case 'down':
      await lab.down();
      return 0;
    case 'status': {
      const status = await lab.status();
      say(statusText(status));
      return status.phase === 'running' ? 0 : notRunningExitCode;
    }
    case 'stop':
      say(await lab.stop(command.target));
      return 0;
    case 'start':
      say(await lab.start(command.target));
      return 0;
    case 'kill':
      say(`Killed ${lab.kill(command.member)} processes of ${command.member}.`);
      return 0;
    case 'freeze':
      say(`Froze ${lab.freeze(command.member)} processes of ${command.member}.`);
      return 0;
    case 'thaw':
      say(`Thawed ${lab.thaw(command.member)} processes of ${command.member}.`);
      return 0;
    case 'pause-replay':
      await lab.pauseReplay(command.member);
      say(`${command.member} has paused its replay.`);
      return 0;
    case 'resume-replay':
      await lab.resumeReplay(command.member);
      say(`${command.member} replays again.`);
      return 0;
    case 'drop-socket-dir':
      await lab.dropSocketDir(command.member);
      say(`Removed ${lab.socketFolderOf(command.member)}`);
      return 0;
    case 'make-socket-dir':
      await lab.makeSocketDir(command.member);
      say(`Made ${lab.socketFolderOf(command.member)}`);
      return 0;
  }
}

function wantedBy(command: Command): WantedLab {
  return command.verb === 'up' ? command : {};
}

function takeDownWhenInterrupted(lab: { down(): Promise<void> }): void {
  let interrupted = false;
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    // A terminal and tsx both pass the signal on: the second must not end the taking down.
    process.on(name, () => {
      if (interrupted) return;
      interrupted = true;
      say('Interrupted: taking down what was started.');
      lab.down().then(
        () => process.exit(130),
        () => process.exit(1),
      );
    });
  }
}

try {
  process.exitCode = await run(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof LabError)) throw error;
  console.error(error.message);
  process.exitCode = error.exitCode;
}
