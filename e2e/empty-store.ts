import { openFolder } from '@/lib/store/pglite';

/** Makes a store with nothing in it, in the folder that it is told. */
const [, , folder] = process.argv;
if (folder === undefined) throw new Error('say in which folder');
await (await openFolder(folder)).close();
