export interface Team {
  readonly name: string;
}
