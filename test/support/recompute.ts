import { beforeEach } from 'vitest'
import { recompute } from '../../src/testing/given'

// Each test computes again the registrations that it reads, including those defined outside the tests.
beforeEach(recompute)
