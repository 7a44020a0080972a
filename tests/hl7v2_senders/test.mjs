// node test.mjs PROGRAM MLLP_SEND: public senders of HL7 v2 against the running program, and frames as no sender should make them.
import { runTests } from '../doors/ward.mjs';
import { conversations } from './conversations.mjs';
import { frames } from './frames.mjs';
import { samples } from './samples.mjs';

await runTests(process.argv[2], { ...conversations, ...frames, ...samples });
