// An OAuth server that fails as it is told: `node oauth2-mock-server.mjs PORT`. The scope that is
// asked for names the failure.
import { OAuth2Server } from 'oauth2-mock-server';

const server = new OAuth2Server();
await server.issuer.keys.generate('RS256');

const failures = {
  invalid_grant: (answer) => Object.assign(answer, { statusCode: 400, body: { error: 'invalid_grant' } }),
  unavailable: (answer) => Object.assign(answer, { statusCode: 503, body: '<html>no</html>' }),
  text_lifetime: (answer) => Object.assign(answer.body, { expires_in: '3600' }),
  no_lifetime: (answer) => delete answer.body.expires_in,
  no_token: (answer) => delete answer.body.access_token,
  other_type: (answer) => Object.assign(answer.body, { token_type: 'mac' }),
};
let first = true;
server.service.on('beforeResponse', (answer, request) => {
  const { scope } = request.body;
  failures[scope]?.(answer);
  // Once busy, then well.
  if (scope === 'busy' && first) {
    first = false;
    Object.assign(answer, { statusCode: 429, body: '' });
  }
});
await server.start(Number(process.argv[2]), '127.0.0.1');
