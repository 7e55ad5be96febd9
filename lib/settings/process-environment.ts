/** The one place that reads the process's environment at run time. */
export function processEnvironment(): NodeJS.ProcessEnv {
  return process.env;
}
