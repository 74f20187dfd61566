import { national } from '../../src/registrations/national'

// The machine is built on first use, which would be in a test: only that test would be run against its mutants.
void national().stepper
