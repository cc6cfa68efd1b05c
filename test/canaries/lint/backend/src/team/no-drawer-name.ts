export function processAlert(): void {}

export const alertHandler = (): void => undefined;

export class TeamManager {}
