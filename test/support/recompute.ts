import { beforeEach } from 'vitest'
import { recompute } from '../../src/testing/given'

// Registrations that stand outside of the tests are computed by each test that reads them.
beforeEach(recompute)
