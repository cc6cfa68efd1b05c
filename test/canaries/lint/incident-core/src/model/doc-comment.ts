export interface Canary {
  readonly name: string;
}
