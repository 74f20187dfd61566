/** The `application_name` of the connections of workers. */
export const workerConnections = 'baokao worker'
