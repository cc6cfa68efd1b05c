import { BACKEND_PROBLEMS, type BackendProblem } from '../../common/problems';

/** A call that gave no answer of the backend's. Its message is for the log: never a token, an address or a body. */
export class BackendFailure extends Error {
  override readonly name = 'BackendFailure';
  readonly problem: BackendProblem;
  readonly reason: string;

  constructor(problem: BackendProblem, reason: string) {
    super(`${BACKEND_PROBLEMS[problem].title}: ${reason}`);
    this.problem = problem;
    this.reason = reason;
  }
}
