import type { TFunction } from 'i18next';
import { assertNever } from '../../src-shared/assert-never.ts';
import type { TypedOutcome } from '../../src-shared/typed/run-typed.ts';

type Problem = Extract<TypedOutcome, { is: 'wrong' }>['problem'];

/** Why a typed line could not be carried out, and what to type instead. */
export function problemText(t: TFunction, problem: Problem): string {
  switch (problem.code) {
    case 'unknown-command': {
      const { word, near } = problem;
      if (near.length === 0) return t('typed.problem_unknown-command', { word });
      return t('typed.problem_unknown-command_near', { word, near: near.join(', ') });
    }
    case 'missing': {
      const argument = t(`typed.argument_${problem.argument}`);
      return t('typed.problem_missing', { word: problem.word, argument });
    }
    case 'near-name':
      return t('typed.problem_near-name', { name: problem.name, meant: problem.meant });
    case 'nobody':
    case 'no-group':
    case 'no-ask':
    case 'no-place':
    case 'several-asks':
      return t(`typed.problem_${problem.code}`, { name: problem.name });
    case 'no-private':
    case 'passwords-differ':
      return t(`typed.problem_${problem.code}`);
    default:
      return assertNever(problem);
  }
}
