#!/usr/bin/env python3
"""From what the program says of itself (--help) to its man pages and shell completions: one source for all.

describe_commands.py PROGRAM FOLDER   writes man1/, zh_CN/man1/, flowspace.bash, _flowspace and flowspace.fish into FOLDER
"""
import pathlib
import re
import subprocess
import sys
from dataclasses import dataclass, field

WORDS = {
    "en": {"name": "NAME", "synopsis": "SYNOPSIS", "description": "DESCRIPTION", "options": "OPTIONS", "commands": "COMMANDS",
           "status": "EXIT STATUS", "files": "FILES", "environment": "ENVIRONMENT", "example": "EXAMPLES",
           "text": "The map of flows between cities, its figures and its pictures. Without PROJECT or FILES every command works on the "
                   "built-in atlas, whose flows are modelled. Data goes to standard output, messages to standard error.",
           "statuses": ["done", "the data or the request is wrong; the message says where and what was expected", "usage",
                        "the machine lacks something; the message says what, and how to get it"],
           "project": "a project: which tables, how their columns map, what is shown",
           "view": "a view that can be shared: settings and which data they are of, no data",
           "lang": "language of messages where --lang does not say it"},
    "zh_CN": {"name": "名称", "synopsis": "用法", "description": "说明", "options": "选项", "commands": "子命令", "status": "退出状态",
              "files": "文件", "environment": "环境变量", "example": "示例",
              "text": "城市间要素流的地图、数字和图片。不给出 PROJECT 或 FILES 时，各命令使用内置图集，其流为模拟数据。数据写到标准输出，消息写到标准错误。",
              "statuses": ["完成", "数据或请求有误，消息说明位置和应为内容", "用法错误", "本机缺少所需组件，消息说明缺什么、如何获得"],
              "project": "项目：有哪些表、各列如何对应、显示什么", "view": "可分享的视图：设置及其所属数据，不含数据",
              "lang": "未用 --lang 时消息的语言"},
}
EXAMPLES = ["flowspace view my.flowspace.json", "flowspace sum --by agglomeration --layer people --from 2021 --to 2022",
            "flowspace render -o delta.png --fit 长江三角洲 --inside 长江三角洲", "flowspace film -o story.mp4",
            "flowspace check flows.csv"]
LINE = re.compile(r"^  (-\S.*?|[a-z]\S*)(?:  +(.*))?$")


@dataclass
class Option:
    names: list
    value: str = ""
    choices: list = field(default_factory=list)
    help: str = ""


@dataclass
class Command:
    name: str
    help: str = ""
    options: list = field(default_factory=list)


def say(program, *arguments):
    done = subprocess.run([program, *arguments], capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)
    if done.returncode != 0:
        sys.exit(f"{program} {' '.join(arguments)}: status {done.returncode}: {done.stderr}")
    return done.stdout


def parse_option(head, text):
    head = re.sub(r"\s+(Excludes|Needs): .*$", "", head)
    names, _, value = head.partition(" ")
    choices = re.search(r":\{([^}]*)\}", value)
    value = re.sub(r":\{[^}]*\}|:[A-Z]+\b|\bREQUIRED\b|:INT in \[[^]]*\]|:[A-Z]+:[A-Z]+ in \[[^]]*\]", "", value).strip()
    return Option(names.split(","), value, choices.group(1).split(",") if choices else [], text)


def parse(text):
    """Options and subcommands of a help text."""
    options, commands, last, part = [], [], None, ""
    for line in text.splitlines():
        if line and not line.startswith(" "):
            part = line.rstrip(":")
            last = None
        elif match := LINE.match(line):
            head, words = match.group(1), match.group(2) or ""
            if head.startswith("-"):
                last = parse_option(head, words)
                options.append(last)
            elif part == "Subcommands":
                last = Command(head, words)
                commands.append(last)
            else:
                last = None
        elif last and line.startswith(" " * 20):
            last.help = (last.help + " " + line.strip()).strip()
    return options, commands


def read_program(program, language):
    lang = "zh" if language.startswith("zh") else "en"
    options, commands = parse(say(program, "--help", "--lang", lang))
    for command in commands:
        command.options = parse(say(program, command.name, "--help", "--lang", lang))[0]
    return options, commands


def roff(text):
    text = text.replace("\\", "\\e").replace("-", "\\-")
    return "\\&" + text if text[:1] in ".'" else text


def man_option(option):
    names = ", ".join(f"\\fB{roff(name)}\\fR" for name in option.names)
    value = f" \\fI{roff(option.value)}\\fR" if option.value else ""
    return f".TP\n{names}{value}\n{roff(option.help)}\n"


def man_page(language, version, options, commands):
    words = WORDS[language]
    summary = {"en": "flows between cities, on the map and in numbers", "zh_CN": "城市间的要素流：看图，也看数"}[language]
    page = [f'.TH FLOWSPACE 1 "" "flowspace {version}" "flowspace"', f".SH {words['name']}", f"flowspace \\- {summary}",
            f".SH {words['synopsis']}", ".nf"]
    page += [f"\\fBflowspace {command.name}\\fR [\\fIOPTIONS\\fR]" for command in commands]
    page += [".fi", f".SH {words['description']}", roff(words["text"]), f".SH {words['commands']}"]
    for command in commands:
        page += [".TP", f"\\fB{command.name}\\fR", roff(command.help)]
    page.append(f".SH {words['options']}")
    page += [man_option(option).rstrip() for option in options]
    for command in commands:
        page.append(f".SS flowspace {command.name}")
        page += [man_option(option).rstrip() for option in command.options if option.names != ["-h", "--help"]]
    page.append(f".SH {words['status']}")
    for number, meaning in enumerate(words["statuses"]):
        page += [".TP", f"\\fB{number}\\fR", roff(meaning)]
    page += [f".SH {words['files']}", ".TP", "\\fINAME.flowspace.json\\fR", roff(words["project"]), ".TP", "\\fINAME.flowview.json\\fR",
             roff(words["view"]), f".SH {words['environment']}", ".TP", "\\fBLC_ALL, LANG\\fR", roff(words["lang"]),
             f".SH {words['example']}", ".nf"]
    page += [roff(line) for line in EXAMPLES] + [".fi"]
    return "\n".join(page) + "\n"


def is_file(option):
    return any(word in option.value for word in ("FILE", "OUT", "PROJECT", "FOLDER"))


def bash(options, commands):
    def names(of):
        return " ".join(name for option in of for name in option.names)

    cases = "\n".join(f'        {c.name}) words="{names(c.options)}" ;;' for c in commands)
    seen, values = set(), []
    for option in [o for c in commands for o in c.options] + options:
        key = tuple(option.names)
        if option.choices and key not in seen:
            seen.add(key)
            values.append(f'        {"|".join(option.names)}) COMPREPLY=($(compgen -W "{" ".join(option.choices)}" -- "$current")); return ;;')
    return f"""# bash completion of flowspace; made from its --help
_flowspace() {{
    local current=${{COMP_WORDS[COMP_CWORD]}} before=${{COMP_WORDS[COMP_CWORD-1]}} words=""
    if [ "$COMP_CWORD" -eq 1 ]; then
        COMPREPLY=($(compgen -W "{" ".join(c.name for c in commands)} {names(options)}" -- "$current"))
        return
    fi
    case "$before" in
{chr(10).join(values)}
    esac
    case "${{COMP_WORDS[1]}}" in
{cases}
    esac
    if [[ $current == -* ]]; then
        COMPREPLY=($(compgen -W "$words" -- "$current"))
    else
        COMPREPLY=($(compgen -f -- "$current"))
    fi
}}
complete -o filenames -F _flowspace flowspace
"""


def quoted(text):
    return text.replace("'", "’").replace("[", "(").replace("]", ")").replace(":", "\\:")


def zsh(options, commands):
    def spec(option):
        value = ""
        if option.choices:
            value = f":{option.value or 'value'}:({' '.join(option.choices)})"
        elif is_file(option):
            value = ":file:_files"
        elif option.value:
            value = f":{quoted(option.value)}: "
        return [f"'{name}[{quoted(option.help)}]{value}'" for name in option.names]

    listed = "\n".join(f"        '{c.name}:{quoted(c.help)}'" for c in commands)
    cases = "\n".join(f"        {c.name}) _arguments {' '.join(s for o in c.options for s in spec(o))} '*:file:_files' ;;" for c in commands)
    return f"""#compdef flowspace
# zsh completion of flowspace; made from its --help
_flowspace() {{
    local -a commands
    commands=(
{listed}
    )
    if (( CURRENT == 2 )); then
        _describe command commands
        return
    fi
    local command=$words[2]
    shift words
    (( CURRENT-- ))
    case $command in
{cases}
    esac
}}
_flowspace "$@"
"""


def fish(options, commands):
    def text(words):
        return words.replace("\\", "\\\\").replace("'", "\\'")

    lines = ["# fish completion of flowspace; made from its --help"]
    for command in commands:
        lines.append(f"complete -c flowspace -n __fish_use_subcommand -f -a {command.name} -d '{text(command.help)}'")
    for command in commands:
        for option in command.options:
            parts = [f"complete -c flowspace -n '__fish_seen_subcommand_from {command.name}'"]
            for name in option.names:
                parts.append(f"-l {name[2:]}" if name.startswith("--") else f"-s {name[1:]}")
            if option.choices:
                parts.append(f"-x -a '{' '.join(option.choices)}'")
            elif is_file(option):
                parts.append("-r -F")
            elif option.value:
                parts.append("-x")
            parts.append(f"-d '{text(option.help)}'")
            lines.append(" ".join(parts))
    return "\n".join(lines) + "\n"


def main(program, folder):
    folder = pathlib.Path(folder)
    version = say(program, "--version").split()[-1]
    for language, place in (("en", "man1"), ("zh_CN", "zh_CN/man1")):
        options, commands = read_program(program, language)
        page = folder / place / "flowspace.1"
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(man_page(language, version, options, commands), encoding="utf-8")
    options, commands = read_program(program, "en")
    for name, make in (("flowspace.bash", bash), ("_flowspace", zsh), ("flowspace.fish", fish)):
        (folder / name).write_text(make(options, commands), encoding="utf-8")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(sys.argv[1], sys.argv[2])
