// The door of this noun for the other nouns of the domain.
export { sayStatus } from './commands.ts';
