/** What `ssh` needs to find a person's keys, agent and known hosts; everything else, secrets above all, stays here. */
const passedOn = ['PATH', 'HOME', 'USER', 'LOGNAME', 'SHELL', 'TZ', 'SSH_AUTH_SOCK', 'KRB5CCNAME'];

/** The environment of every program that Howdah starts. */
export function programEnvironment(): NodeJS.ProcessEnv {
  const environment: NodeJS.ProcessEnv = { NODE_ENV: process.env.NODE_ENV };
  for (const name of passedOn) {
    const value = process.env[name];
    if (value !== undefined) environment[name] = value;
  }
  return environment;
}
