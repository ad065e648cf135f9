#!/usr/bin/env python3
"""A server with the Mastodon API for tests, in memory, on 127.0.0.1. Standard library only.

It does what Mastodon 4.5 does where it matters for not posting twice: `Idempotency-Key` is kept for an hour after the
first request was completed, and a repetition answers 200 with the first status. Every post is recorded.

    mastodon_fake.py [PORT]        prints the port and serves until it is ended

env: TOKENS=token:user,...  (default token-alice:alice,token-bob:bob)  MAX_CHARACTERS  KEY_LIFE (s)
     SOFTWARE=gotosocial makes it one that ignores `Idempotency-Key`; SLOW_MEDIA=1 answers 202 to uploads first.

Control, without a token:
    GET  /_test/log        every request seen: [{t, method, path, status, key, user, fault}]
    GET  /_test/statuses   every status there is, oldest first
    POST /_test/reset      empties everything
    POST /_test/clock      {"advance": seconds} lets keys grow old
    POST /_test/mention    {"to": user, "from": name, "text": text, "minutes_ago": n}
    POST /_test/fault      {"kind": K, "path": "/api/v1/statuses", "method": "POST", "times": 1, "seconds": s}
       K: lose-answer     does the work, then closes the connection without a word
          drop            closes the connection before doing anything
          500-before      answers 500 and does nothing
          500-after       does the work and answers 500
          429             answers 429 with X-RateLimit-Reset `seconds` ahead, and does nothing
          401             answers 401
          delay           does the work and answers after `seconds`
          garbage         does the work and answers 200 with a page of HTML
"""
import html, json, os, re, sys, threading, time
from datetime import datetime, timezone
from email.parser import BytesParser
from email.policy import HTTP
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

E = os.environ.get
TOKENS = dict(pair.split(':') for pair in E('TOKENS', 'token-alice:alice,token-bob:bob').split(','))
USERS = {name: str(1000 + index) for index, name in enumerate(sorted(set(TOKENS.values())))}
MAX, LIFE = int(E('MAX_CHARACTERS', '500')), int(E('KEY_LIFE', '3600'))
SOFTWARE, SLOW = E('SOFTWARE', 'mastodon'), E('SLOW_MEDIA') == '1'
lock = threading.RLock()
S = {}


def reset():
    S.update(statuses=[], media={}, keys={}, log=[], faults=[], mentions=[], next=110000000000000000, offset=0.0)


reset()


def now():
    return time.time() + S['offset']


def stamp(seconds):
    return datetime.fromtimestamp(seconds, timezone.utc).strftime('%Y-%m-%dT%H:%M:%S.') + '%03dZ' % (seconds % 1 * 1000)


def new_id():
    S['next'] += 65536
    return str(S['next'])


def as_html(text):
    """What Mastodon makes of plain text: paragraphs, links cut for the eye, mentions and tags as links."""
    def link(m):
        url = m.group(0)
        head = re.match(r'https?://(?:www\.)?', url).group(0)
        shown, rest = url[len(head):][:30], url[len(head):][30:]
        return (f'<a href="{url}" target="_blank" rel="nofollow noopener"><span class="invisible">{head}</span>'
                f'<span class="{"ellipsis" if rest else ""}">{shown}</span><span class="invisible">{rest}</span></a>')
    def mention(m):
        return f'<span class="h-card"><a href="https://x.example/@{m.group(1)}" class="u-url mention">@<span>{m.group(1)}</span></a></span>'
    out = []
    for paragraph in html.escape(text).replace('&#x27;', '&#39;').split('\n\n'):
        pieces = re.split(r'(https?://[^\s<]+)', paragraph)
        for i, piece in enumerate(pieces):
            if i % 2:
                pieces[i] = link(re.match('.*', piece))
            else:
                piece = re.sub(r'(?<![/\w=])@(\w+)@[\w.-]*\w', mention, piece)
                pieces[i] = re.sub(r'(?<!\S)#(\w+)', r'<a href="https://x.example/tags/\1" class="mention hashtag">#<span>\1</span></a>', piece)
        out.append('<p>' + ''.join(pieces).replace('\n', '<br />') + '</p>')
    return ''.join(out) if text else ''


def account(name, ident=None):
    ident = ident or USERS.get(name, '9' + str(sum(map(ord, name))))
    return {'id': ident, 'username': name, 'acct': name, 'bot': False, 'url': f'http://127.0.0.1/@{name}'}


def length(text, warning):
    text = re.sub(r'https?://[^\s]+', 'x' * 23, text)
    return len(warning) + len(re.sub(r'(?<![/\w=])@(\w+)@[\w.-]*\w', r'@\1', text))


class Problem(Exception):
    def __init__(self, status, error):
        self.status, self.error = status, error


class Handler(BaseHTTPRequestHandler):
    protocol_version = 'HTTP/1.1'
    server_version = 'fake'

    def log_message(self, *_):
        pass

    def handle_any(self):
        parts = urlsplit(self.path)
        self.where, self.query = parts.path, parse_qs(parts.query)
        self.raw = self.rfile.read(int(self.headers.get('Content-Length') or 0))
        if self.where.startswith('/_test/'):
            return self.control()
        with lock:
            fault = next((f for f in S['faults'] if f['times'] > 0 and self.where.startswith(f['path'])
                          and f['method'] in (self.command, '*')), None)
            if fault:
                fault['times'] -= 1
        kind = fault and fault['kind']
        entry = {'t': now(), 'method': self.command, 'path': self.path, 'key': self.headers.get('Idempotency-Key'), 'fault': kind}
        headers = {}
        if kind == 'drop':
            status, body = 0, None
        elif kind == '500-before':
            status, body = 500, {'error': 'Internal Server Error'}
        elif kind == '401':
            status, body = 401, {'error': 'The access token is invalid'}
        elif kind == '429':
            status, body = 429, {'error': 'Too many requests'}
            headers = {'X-RateLimit-Limit': '300', 'X-RateLimit-Remaining': '0',
                       'X-RateLimit-Reset': stamp(now() + fault['seconds'])}
        else:
            try:
                with lock:
                    status, body = self.work()
            except Problem as problem:
                status, body = problem.status, {'error': problem.error}
            if kind == '500-after':
                status, body = 500, {'error': 'Internal Server Error'}
            elif kind == 'garbage':
                status, body = 200, '<!DOCTYPE html><title>Please log in to the wireless network</title>'
        entry.update(status=status, user=getattr(self, 'user', None))
        with lock:
            S['log'].append(entry)
        if kind == 'delay':
            time.sleep(fault['seconds'])
        if kind in ('drop', 'lose-answer'):
            self.close_connection = True
            return
        self.answer(status, body, headers)

    do_GET = do_POST = do_PUT = do_DELETE = handle_any

    def answer(self, status, body, headers={}):
        text = isinstance(body, str)
        data = b'' if body is None else (body if text else json.dumps(body)).encode()
        self.send_response(status)
        self.send_header('Content-Type', 'text/html' if text else 'application/json; charset=utf-8')
        self.send_header('Content-Length', str(len(data)))
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)

    def control(self):
        asked = json.loads(self.raw or b'{}')
        with lock:
            if self.where == '/_test/log':
                return self.answer(200, S['log'])
            if self.where == '/_test/statuses':
                return self.answer(200, S['statuses'])
            if self.where == '/_test/reset':
                reset()
            elif self.where == '/_test/clock':
                S['offset'] += asked['advance']
            elif self.where == '/_test/fault':
                S['faults'].append({'path': '/api/v1/statuses', 'method': 'POST', 'times': 1, 'seconds': 30, **asked})
            elif self.where == '/_test/mention':
                at, sender = now() - 60 * asked.get('minutes_ago', 0), account(asked['from'])
                status = {'id': new_id(), 'created_at': stamp(at), 'content': as_html(asked['text']), 'account': sender,
                          'in_reply_to_id': None, 'favourited': False}
                S['mentions'].append((asked['to'], {'id': new_id(), 'type': 'mention', 'created_at': stamp(at),
                                                    'account': sender, 'status': status}))
            else:
                return self.answer(404, {'error': 'no such control'})
        self.answer(204, None)

    def work(self):
        w, get = self.where, self.command == 'GET'
        if get and w == '/.well-known/nodeinfo':
            host = self.headers.get('Host')
            return 200, {'links': [{'rel': 'http://nodeinfo.diaspora.software/ns/schema/2.0', 'href': f'http://{host}/nodeinfo/2.0'}]}
        if get and w == '/nodeinfo/2.0':
            return 200, {'version': '2.0', 'software': {'name': SOFTWARE, 'version': '4.5.0'}, 'protocols': ['activitypub']}
        if get and w in ('/api/v2/instance', '/api/v1/instance'):
            return 200, {'domain': 'fake.example', 'version': '4.5.0', 'configuration': {
                'statuses': {'max_characters': MAX, 'max_media_attachments': 4, 'characters_reserved_per_url': 23},
                'media_attachments': {'supported_mime_types': ['image/jpeg', 'image/png', 'image/gif', 'image/webp'],
                                      'description_limit': 1500, 'image_size_limit': 16777216, 'image_matrix_limit': 33177600}}}
        token = (self.headers.get('Authorization') or '').removeprefix('Bearer ')
        if token not in TOKENS:
            raise Problem(401, 'The access token is invalid')
        self.user = TOKENS[token]
        if get and w == '/api/v1/accounts/verify_credentials':
            return 200, {**account(self.user), 'source': {'privacy': 'public', 'language': None}}
        if self.command == 'POST' and w in ('/api/v1/media', '/api/v2/media'):
            return self.upload()
        if get and (m := re.fullmatch(r'/api/v1/media/(\w+)', w)):
            return self.look_at_media(m.group(1))
        if self.command == 'POST' and w == '/api/v1/statuses':
            return self.post()
        if get and (m := re.fullmatch(r'/api/v1/accounts/(\w+)/statuses', w)):
            limit = min(40, int(self.query.get('limit', ['20'])[0]))
            mine = [s for s in reversed(S['statuses']) if s['account']['id'] == m.group(1)]
            if 'max_id' in self.query:
                mine = [s for s in mine if int(s['id']) < int(self.query['max_id'][0])]
            return 200, mine[:limit]
        if get and (m := re.fullmatch(r'/api/v1/statuses/(\w+)', w)):
            return 200, self.status(m.group(1))
        if self.command == 'DELETE' and (m := re.fullmatch(r'/api/v1/statuses/(\w+)', w)):
            found = self.status(m.group(1))
            S['statuses'].remove(found)
            return 200, found
        if get and w == '/api/v1/notifications':
            return 200, [n for to, n in reversed(S['mentions']) if to == self.user]
        raise Problem(404, 'Record not found')

    def status(self, ident):
        for s in S['statuses']:
            if s['id'] == ident:
                return s
        raise Problem(404, 'Record not found')

    def fields(self):
        kind = self.headers.get_content_type()
        if kind == 'application/json':
            return json.loads(self.raw)
        if kind == 'application/x-www-form-urlencoded':
            return {k.removesuffix('[]'): (v if k.endswith('[]') else v[0]) for k, v in parse_qs(self.raw.decode()).items()}
        head = b'Content-Type: ' + self.headers['Content-Type'].encode() + b'\r\n\r\n'
        parts = BytesParser(policy=HTTP).parsebytes(head + self.raw)
        return {p.get_param('name', header='content-disposition'): p for p in parts.iter_parts()}

    def upload(self):
        fields = self.fields()
        if 'file' not in fields:
            raise Problem(422, "Validation failed: File can't be blank")
        data = fields['file'].get_payload(decode=True)
        magic = (b'\x89PNG', b'\xff\xd8\xff', b'GIF8', b'RIFF')
        if not data.startswith(magic):
            raise Problem(422, 'Validation failed: File content type is invalid, File is invalid')
        said = fields['description'].get_payload(decode=True).decode() if 'description' in fields else None
        item = {'id': new_id(), 'type': 'image', 'url': 'http://127.0.0.1/media/x', 'description': said, 'bytes': len(data),
                'name': fields['file'].get_filename(), 'user': self.user, 'used': False, 'looks': 1 if SLOW else 0}
        S['media'][item['id']] = item
        return (202, {**self.shown(item), 'url': None}) if SLOW else (200, self.shown(item))

    def shown(self, item):
        return {k: item[k] for k in ('id', 'type', 'url', 'description')}

    def look_at_media(self, ident):
        item = S['media'].get(ident)
        if not item:
            raise Problem(404, 'Record not found')
        if item['looks'] > 0:
            item['looks'] -= 1
            return 206, {**self.shown(item), 'url': None}
        return 200, self.shown(item)

    def post(self):
        key = self.headers.get('Idempotency-Key')
        slot = (self.user, key)
        if key and SOFTWARE == 'mastodon' and slot in S['keys']:
            first, at = S['keys'][slot]
            if now() - at < LIFE:
                return 200, first
        f = self.fields()
        text, warning, media = f.get('status') or '', f.get('spoiler_text') or '', f.get('media_ids') or []
        if not text and not media:
            raise Problem(422, "Validation failed: Text can't be blank")
        if length(text, warning) > MAX:
            raise Problem(422, f'Validation failed: Text character limit of {MAX} exceeded')
        if f.get('visibility') not in (None, 'public', 'unlisted', 'private', 'direct'):
            raise Problem(422, 'Validation failed: Visibility is not included in the list')
        if len(media) > 4:
            raise Problem(422, 'Validation failed: Cannot attach more than 4 files')
        for ident in media:
            item = S['media'].get(ident)
            if not item or item['user'] != self.user or item['used']:
                raise Problem(422, f'Validation failed: Media with ids {ident} not found or already used')
            if item['looks'] > 0:
                raise Problem(422, 'Cannot attach files that have not finished processing. Try again in a moment!')
        parent = self.status(f['in_reply_to_id']) if f.get('in_reply_to_id') else None
        for ident in media:
            S['media'][ident]['used'] = True
        ident = new_id()
        made = {'id': ident, 'created_at': stamp(now()), 'content': as_html(text), 'text': text, 'spoiler_text': warning,
                'sensitive': bool(f.get('sensitive')), 'visibility': f.get('visibility') or 'public', 'language': f.get('language'),
                'in_reply_to_id': parent and parent['id'], 'in_reply_to_account_id': parent and parent['account']['id'],
                'uri': f'http://127.0.0.1/users/{self.user}/statuses/{ident}', 'url': f'http://127.0.0.1/@{self.user}/{ident}',
                'account': account(self.user), 'application': {'name': 'Hearth'},
                'media_attachments': [self.shown(S['media'][i]) for i in media]}
        S['statuses'].append(made)
        if key:
            S['keys'][slot] = (made, now())
        return 200, made


if __name__ == '__main__':
    server = ThreadingHTTPServer(('127.0.0.1', int(sys.argv[1]) if len(sys.argv) > 1 else 0), Handler)
    server.daemon_threads = True
    print(server.server_address[1], flush=True)
    server.serve_forever()
