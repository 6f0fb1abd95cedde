// A certified OAuth server, and an API that takes its tokens: `node oidc-provider.mjs PORT`.
//
// Users are logged in without being asked. `/capi/v1/whoami` tells whose token came;
// `/capi/v1/revoke` makes it invalid.
import http from 'node:http';
import Provider from 'oidc-provider';

const port = Number(process.argv[2]);
const issuer = `http://127.0.0.1:${port}`;
const redirect_uris = ['http://127.0.0.1:9/back?from=login'];
const grant_types = ['authorization_code', 'refresh_token', 'client_credentials'];
const client = { client_secret: 'a secret: with % signs', redirect_uris, grant_types };

const provider = new Provider(issuer, {
  clients: [
    { client_id: 'basic:client', token_endpoint_auth_method: 'client_secret_basic', ...client },
    { client_id: 'body:client', token_endpoint_auth_method: 'client_secret_post', ...client },
  ],
  features: { clientCredentials: { enabled: true }, devInteractions: { enabled: false } },
  routes: { authorization: '/login/oauth/authorize', token: '/login/oauth/token' },
  scopes: ['read'],
  pkce: { required: () => true },
  rotateRefreshToken: true,
  issueRefreshToken: () => true,
  cookies: { keys: ['a key'] },
  ttl: { AccessToken: 3600, ClientCredentials: 3600, RefreshToken: 86400, Grant: 86400, Session: 86400, Interaction: 60 },
  interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
  findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id }) }),
  async loadExistingGrant(ctx) {
    const { client, session } = ctx.oidc;
    const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
    grant.addOIDCScope('openid read');
    await grant.save();
    return grant;
  },
});

const token = async (request) => {
  const [, value] = (request.headers.authorization ?? '').split('Bearer ');
  return value && ((await provider.AccessToken.find(value)) ?? (await provider.ClientCredentials.find(value)));
};

const server = http.createServer(async (request, response) => {
  if (request.url.startsWith('/interaction/')) {
    return provider.interactionFinished(request, response, { login: { accountId: 'ola' } });
  }
  if (!request.url.startsWith('/capi/')) {
    return provider.callback()(request, response);
  }
  const known = await token(request);
  response.setHeader('content-type', 'application/json');
  if (!known || known.isExpired) {
    response.writeHead(401, { 'www-authenticate': 'Bearer error="invalid_token"' });
    return response.end('{"error":"invalid_token"}');
  }
  if (request.url.endsWith('/revoke')) await known.destroy();
  response.end(JSON.stringify({ client: known.clientId, user: known.accountId ?? null }));
});
server.listen(port, '127.0.0.1');
