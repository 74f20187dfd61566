import { readFile } from 'node:fs/promises'
import type { Server } from '../../../examples/restate/server'

/** Resources used so far: CPU of server and service in milliseconds, state in bytes. */
export type Usage = { server: number; service: number; state: number; registrations: number }

/** CPU time of a process in milliseconds; 0 on systems without `/proc`. */
async function cpu(pid: number | undefined): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  // The fields count from the end of the name, which is in brackets and may contain spaces.
  const [, , , , , , , , , , , user = 0, system = 0] = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number)
  return (user + system) * 10
}

export async function measureUsage(server: Server, service: { pid: number | undefined }): Promise<Usage> {
  const [row] = await server.ask(
    `select sum(octet_length(value_utf8)) as bytes, count(distinct service_key) as registrations
     from state where service_name = 'registration'`,
  )
  return {
    server: await cpu(server.pid),
    service: await cpu(service.pid),
    state: Number(row?.bytes ?? 0),
    registrations: Number(row?.registrations ?? 0),
  }
}

/** The resources that a number of calls used, in one line. */
export function usageSummary(before: Usage, after: Usage, calls: number): string {
  const perCall = (name: 'server' | 'service') => (((after[name] - before[name]) * 1000) / calls).toFixed(0)
  const registrations = after.registrations - before.registrations
  const state = ((after.state - before.state) / registrations / 1024).toFixed(1)
  return (
    `${registrations} registrations of ${Math.round(calls / registrations)} calls each: ${perCall('server')} µs of the ` +
    `server's CPU and ${perCall('service')} µs of the service's a call, facts included; ${state} KiB of state a registration`
  )
}
