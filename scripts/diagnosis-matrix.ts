// What the diagnosis names of each fault on each kind of member: `?` marks what is only likely.
import { matrixTable } from '../lib/domain/diagnosis/fixtures/matrix';

process.stdout.write(`${matrixTable()}\n`);
