import { z } from 'zod';
import { isPattern } from '../support/match-pattern.ts';
import { ENVIRONMENT_NOT_DEFINED } from './rule-kind.ts';

const UNPRINTABLE = /[\p{Cc}\p{Surrogate}]/u;
const nameSchema = (what: string) => {
  const message = `expected ${what}: 1 to 300 characters on one line, without blanks around`;
  return z
    .string(message)
    .min(1, message)
    .max(300, message)
    .refine((text) => text.trim() === text && !UNPRINTABLE.test(text), message);
};

/** The name of a service, or a pattern in which `*` stands for any run of characters. */
export const servicePatternSchema = nameSchema('the name of a service, or a pattern with *');

/** The exact name of an environment. */
export const environmentNameSchema = nameSchema('the name of an environment').refine(
  (text) => !isPattern(text),
  `expected the exact name of an environment, or "${ENVIRONMENT_NOT_DEFINED}"; only services take patterns`,
);

/** The name of a team, responder, schedule or another thing that the backend knows. */
export const thingNameSchema = nameSchema('a name');
