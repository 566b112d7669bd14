// @ts-check
import { exitWith } from './prepare/problem.mjs';
import { runSource } from './prepare/run-source.mjs';

await exitWith(() => runSource('bench/torture/run.ts'));
