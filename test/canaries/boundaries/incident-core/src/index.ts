export { decideTeam } from './team/decide-team.ts';
