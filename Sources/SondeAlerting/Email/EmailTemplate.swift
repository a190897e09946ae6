/// The page of a message, in the HTML that mail programs understand: tables, styles at each element, no picture, nothing
/// from elsewhere.
///
/// Programs that know the colours of the reader take the dark ones from the style sheet. Gmail knows none and turns the
/// light ones round by itself; all of them stay legible then, since no text lies on a picture and each badge has its own
/// ground.
enum EmailTemplate {
    static let text = """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <meta name="supported-color-schemes" content="light dark">
        <meta name="format-detection" content="telephone=no, date=no, address=no">
        <title>{{heading}}</title>
        <style>
        :root { color-scheme: light dark; supported-color-schemes: light dark; }
        @media (max-width: 480px) {
          .pad { padding-left: 18px !important; padding-right: 18px !important; }
          .outer { padding: 0 !important; }
          .card { border-radius: 0 !important; }
        }
        @media (prefers-color-scheme: dark) {
          .ground { background: #0e1413 !important; }
          .card { background: #161e1c !important; border-left-color: #2a3633 !important; border-right-color: #2a3633 !important; border-bottom-color: #2a3633 !important; }
          .ink, .ink td { color: #e4ebe8 !important; }
          .muted, .ink .muted, .muted td { color: #9aa8a3 !important; }
          .line { border-top-color: #2a3633 !important; }
          .bad { background: #2b191b !important; }
          .good { background: #15281e !important; }
          .note { background: #17302d !important; }
          .track { background: #232d2b !important; }
          .link, .ink .link { color: #56c5b8 !important; }
          .up, .ink .up { color: #57cb8b !important; }
          .warn, .ink .warn { color: #efb64d !important; }
          .down, .ink .down { color: #ff7b7b !important; }
        }
        </style>
        </head>
        <body class="ground" style="margin:0;padding:0;background:#f4f6f4;-webkit-text-size-adjust:100%">
        <div style="display:none;max-height:0;max-width:0;overflow:hidden;opacity:0">{{preheader}}</div>
        <table role="presentation" class="ground" width="100%" cellpadding="0" cellspacing="0" border="0" style="background:#f4f6f4">
        <tr><td class="outer" align="center" style="padding:24px 12px">
        <table role="presentation" class="card" width="100%" cellpadding="0" cellspacing="0" border="0" style="max-width:600px;background:#ffffff;border:1px solid #dfe5e1;border-top:4px solid {{color}};border-radius:10px;border-collapse:separate;font-family:-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif;font-size:15px;line-height:1.5">
        <tr><td class="pad ink" style="padding:24px 30px 0;color:#17211d">
        <table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0"><tr>
        <td><span style="display:inline-block;padding:3px 11px;border-radius:20px;background:{{color}};color:#ffffff;font-size:12px;line-height:18px;font-weight:700;letter-spacing:.06em;text-transform:uppercase">{{badge}}</span></td>
        <td class="link" align="right" style="font-size:15px;font-weight:700;letter-spacing:-.01em;color:#0a6a64">Sonde</td>
        </tr></table>
        <h1 class="ink" style="margin:14px 0 0;font-size:24px;line-height:1.25;font-weight:700;letter-spacing:-.01em;color:#17211d;overflow-wrap:anywhere;word-break:break-word">{{heading}}</h1>
        {{#over_since}}
        <p class="ink" style="margin:4px 0 0;font-size:15px;color:#17211d">It has been over since {{over_since}}.</p>
        {{/over_since}}
        {{#single}}
        {{#own}}
        <p class="muted" style="margin:4px 0 0;font-size:14px;color:#55625d;overflow-wrap:anywhere;word-break:break-word">{{#open}}Since {{opened_at}} &middot; {{duration}} by now{{/open}}{{^open}}Lasted {{duration}} &middot; {{opened_at}} to {{closed_at}}{{/open}}</p>
        {{/own}}
        {{/single}}
        </td></tr>
        {{#test}}
        <tr><td class="pad ink" style="padding:14px 30px 0;color:#17211d">This is a test, and nothing is wrong. Real alerts come the same way.</td></tr>
        {{/test}}
        {{#has_text}}
        <tr><td class="pad ink" style="padding:14px 30px 0;color:#17211d;overflow-wrap:anywhere;word-break:break-word">
        {{#text}}
        <div{{#blank}} style="line-height:12px"{{/blank}}>{{#words}}{{#href}}<a class="link" href="{{href}}" style="color:#0a6a64">{{word}}</a>{{/href}}{{^href}}{{word}}{{/href}} {{/words}}&nbsp;</div>
        {{/text}}
        </td></tr>
        {{/has_text}}
        {{#own}}
        {{#single}}
        <tr><td class="pad" style="padding:18px 30px 0">
        <table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0"><tr><td class="{{tint}} ink" style="padding:12px 16px;border-left:4px solid {{color}};border-radius:0 6px 6px 0;background:{{#open}}#fdf1f1{{/open}}{{^open}}#eaf6ef{{/open}};color:#17211d;overflow-wrap:anywhere;word-break:break-word">
        {{^open}}
        <div class="muted" style="font-size:13px;color:#55625d">What was wrong</div>
        {{/open}}
        {{#reasons}}
        <div style="padding:1px 0">{{.}}</div>
        {{/reasons}}
        {{#flapping}}
        <div class="muted" style="padding:4px 0 0;font-size:14px;color:#55625d">It comes and goes: it is over only after a longer quiet.</div>
        {{/flapping}}
        </td></tr></table>
        </td></tr>
        <tr><td class="pad" style="padding:14px 30px 0">
        <table role="presentation" class="ink" cellpadding="0" cellspacing="0" border="0" style="font-size:14px;color:#17211d">
        {{#url}}
        <tr><td class="muted" valign="top" style="padding:2px 16px 2px 0;color:#55625d">Address</td><td style="padding:2px 0;overflow-wrap:anywhere;word-break:break-word">{{url}}</td></tr>
        {{/url}}
        {{#group}}
        <tr><td class="muted" valign="top" style="padding:2px 16px 2px 0;color:#55625d">Group</td><td style="padding:2px 0">{{group}}</td></tr>
        {{/group}}
        <tr><td class="muted" valign="top" style="padding:2px 16px 2px 0;color:#55625d">Severity</td><td style="padding:2px 0">{{severity}}</td></tr>
        {{#acknowledged}}
        <tr><td class="muted" valign="top" style="padding:2px 16px 2px 0;color:#55625d">Acknowledged</td><td style="padding:2px 0">{{acknowledged}}</td></tr>
        {{/acknowledged}}
        </table>
        </td></tr>
        {{#members_count}}
        <tr><td class="pad ink" style="padding:20px 30px 0;color:#17211d">
        <h2 class="ink" style="margin:0 0 4px;font-size:15px;color:#17211d">{{members_label}} ({{members_count}})</h2>
        <div class="muted" style="font-size:13px;line-height:1.6;color:#55625d;overflow-wrap:anywhere;word-break:break-word">{{members}}</div>
        </td></tr>
        {{/members_count}}
        {{#recovered_count}}
        <tr><td class="pad ink" style="padding:14px 30px 0;color:#17211d">
        <h2 class="ink" style="margin:0 0 4px;font-size:15px;color:#17211d">Up again ({{recovered_count}})</h2>
        <div class="muted" style="font-size:13px;line-height:1.6;color:#55625d;overflow-wrap:anywhere;word-break:break-word">{{recovered}}</div>
        </td></tr>
        {{/recovered_count}}
        {{/single}}
        {{#incidents}}
        <tr><td class="pad ink" style="padding:18px 30px 0;color:#17211d">
        <table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0"><tr><td class="ink" style="padding:0 0 0 14px;border-left:4px solid {{color}};color:#17211d;overflow-wrap:anywhere;word-break:break-word">
        <div style="font-weight:600">{{#link}}<a class="link" href="{{link}}" style="color:#0a6a64;text-decoration:none">{{summary}}</a>{{/link}}{{^link}}{{summary}}{{/link}} <span style="display:inline-block;padding:0 8px;border-radius:10px;background:{{color}};color:#ffffff;font-size:11px;line-height:18px;font-weight:700;letter-spacing:.05em;text-transform:uppercase">{{badge}}</span></div>
        {{#reasons}}
        <div style="font-size:14px">{{.}}</div>
        {{/reasons}}
        <div class="muted" style="font-size:13px;color:#55625d">{{#open}}Since {{opened_at}} &middot; {{duration}} by now{{/open}}{{^open}}Lasted {{duration}} &middot; {{opened_at}} to {{closed_at}}{{/open}}</div>
        {{#members_count}}
        <div class="muted" style="font-size:13px;color:#55625d">{{members_label}} ({{members_count}}): {{members}}</div>
        {{/members_count}}
        {{#recovered_count}}
        <div class="muted" style="font-size:13px;color:#55625d">Up again ({{recovered_count}}): {{recovered}}</div>
        {{/recovered_count}}
        </td></tr></table>
        </td></tr>
        {{/incidents}}
        {{#others_count}}
        <tr><td class="pad ink" style="padding:18px 30px 0;color:#17211d">
        <h2 class="ink" style="margin:0 0 4px;font-size:15px;color:#17211d">And {{others_count}} more</h2>
        <div class="muted" style="font-size:13px;line-height:1.6;color:#55625d;overflow-wrap:anywhere;word-break:break-word">{{others}}</div>
        </td></tr>
        {{/others_count}}
        {{#probe}}
        <tr><td class="pad ink" style="padding:22px 30px 0;color:#17211d">
        <h2 class="ink" style="margin:0 0 2px;font-size:15px;color:#17211d">Last probe <span class="muted" style="font-weight:400;font-size:13px;color:#55625d">{{at}}{{#address}}, from {{address}}{{/address}}</span></h2>
        <div style="padding-bottom:6px;font-size:14px;overflow-wrap:anywhere;word-break:break-word">{{outcome}}</div>
        <table width="100%" cellpadding="0" cellspacing="0" border="0" class="ink" style="font-size:14px;color:#17211d">
        {{#phases}}
        <tr>
        <td class="muted" style="width:84px;padding:3px 12px 3px 0;white-space:nowrap;color:#55625d">{{name}}</td>
        <td style="padding:3px 0"><table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0"><tr>{{#offset}}<td class="track" width="{{offset}}%" style="height:10px;line-height:10px;font-size:1px;background:#edf1ee">&nbsp;</td>{{/offset}}<td width="{{width}}%" style="height:10px;line-height:10px;font-size:1px;background:{{color}}">&nbsp;</td>{{#rest}}<td class="track" width="{{rest}}%" style="height:10px;line-height:10px;font-size:1px;background:#edf1ee">&nbsp;</td>{{/rest}}</tr></table></td>
        <td align="right" style="width:76px;padding:3px 0 3px 12px;white-space:nowrap">{{value}}</td>
        </tr>
        {{/phases}}
        {{#total}}
        <tr><td class="line" style="padding:5px 12px 0 0;font-weight:600;border-top:1px solid #dfe5e1">Total</td><td class="line" style="border-top:1px solid #dfe5e1">&nbsp;</td><td class="line" align="right" style="padding:5px 0 0 12px;font-weight:600;white-space:nowrap;border-top:1px solid #dfe5e1">{{total}}</td></tr>
        {{/total}}
        </table>
        </td></tr>
        {{/probe}}
        {{#has_health}}
        <tr><td class="pad ink" style="padding:22px 30px 0;color:#17211d">
        <h2 class="ink" style="margin:0 0 4px;font-size:15px;color:#17211d">Last ten minutes</h2>
        <table width="100%" cellpadding="0" cellspacing="0" border="0" class="ink" style="font-size:14px;color:#17211d">
        <tr class="muted" style="font-size:12px;color:#55625d"><td style="padding:2px 8px 4px 0">API</td><td style="padding:2px 8px 4px 0">State</td><td align="right" style="padding:2px 0 4px 8px">Failed</td><td align="right" style="padding:2px 0 4px 8px">Median</td><td align="right" style="padding:2px 0 4px 8px">Longest</td></tr>
        {{#health}}
        <tr>
        <td class="line" style="padding:5px 8px 5px 0;border-top:1px solid #dfe5e1;overflow-wrap:anywhere;word-break:break-word">{{name}}</td>
        <td class="line" style="padding:5px 8px 5px 0;border-top:1px solid #dfe5e1"><span class="{{tone}}" style="color:{{tone_color}};font-weight:600">{{state}}</span></td>
        <td class="line" align="right" style="padding:5px 0 5px 8px;border-top:1px solid #dfe5e1;white-space:nowrap">{{failed}}</td>
        <td class="line" align="right" style="padding:5px 0 5px 8px;border-top:1px solid #dfe5e1;white-space:nowrap">{{median}}</td>
        <td class="line" align="right" style="padding:5px 0 5px 8px;border-top:1px solid #dfe5e1;white-space:nowrap">{{max}}</td>
        </tr>
        {{/health}}
        </table>
        {{#more_health}}
        <div class="muted" style="padding-top:5px;font-size:13px;color:#55625d">and {{more_health}} more</div>
        {{/more_health}}
        </td></tr>
        {{/has_health}}
        {{/own}}
        {{#has_description}}
        <tr><td class="pad" style="padding:20px 30px 0">
        <table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0"><tr><td class="note ink" style="padding:12px 16px;border-radius:6px;background:#e0efed;color:#17211d;overflow-wrap:anywhere;word-break:break-word">
        {{#description}}
        <div>{{#words}}{{#href}}<a class="link" href="{{href}}" style="color:#0a6a64">{{word}}</a>{{/href}}{{^href}}{{word}}{{/href}} {{/words}}</div>
        {{/description}}
        </td></tr></table>
        </td></tr>
        {{/has_description}}
        {{#link}}
        <tr><td class="pad" style="padding:24px 30px 0">
        <a href="{{link}}" style="display:inline-block;padding:10px 22px;border-radius:7px;background:#0a6a64;color:#ffffff;font-weight:600;text-decoration:none">Open in Sonde</a>
        </td></tr>
        {{/link}}
        <tr><td class="pad muted" style="padding:26px 30px 22px;font-size:12px;line-height:1.5;color:#55625d;overflow-wrap:anywhere;word-break:break-word">
        <div class="line" style="padding-top:14px;border-top:1px solid #dfe5e1">Sonde sent this to {{recipients}} by its alert rules, at {{time}}.{{#own}} Incident {{incident_id}}.{{/own}}</div>
        </td></tr>
        </table>
        </td></tr>
        </table>
        </body>
        </html>

        """
}
