// End-to-end tests of the command line. The program's path is the first argument; a second one chooses tests by a part of
// their titles.
import { runTests } from '../report.mjs';
import { tests as exchange } from './exchange.mjs';
import { tests as looking } from './looking.mjs';
import { leave } from './program.mjs';
import { tests as refusals } from './refusals.mjs';
import { tests as shell } from './shell.mjs';
import { tests as tables } from './tables.mjs';
import { tests as training } from './training.mjs';

await runTests('cli', { ...training, ...tables, ...exchange, ...looking, ...shell, ...refusals }, process.argv[3]);
leave();
