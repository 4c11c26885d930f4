# Loads the images of this folder into the container engine of this machine, once all that can be told beforehand is right.
# It does what load.sh beside it does, for Windows PowerShell 5.1 and later, but for compact archives, which it makes not whole.
#
#   powershell -ExecutionPolicy Bypass -File load.ps1                  checks, then loads
#   powershell -ExecutionPolicy Bypass -File load.ps1 -Check           checks, and loads nothing
#   powershell -ExecutionPolicy Bypass -File load.ps1 -Engine podman   docker, podman, nerdctl or ctr
#
# UNTESTED: this script was parsed, but never run in a PowerShell. Where there is a POSIX shell (Linux, macOS, WSL, Git for
# Windows), take load.sh, which is tested with the engines.
#
# Exit: 0 all is well. 2 it was called otherwise than above. 3 it is this machine: no engine answers, or there is no room.
# 4 it is what was brought, or the base that it needs: damaged, missing, or not loaded whole.
#
# Takes the engine, and tar.exe (Windows 10 and later) where Docker keeps its images in containerd; no network. Written by
# Layershed.

param(
    [switch]$Check,
    [string]$Engine = ''
)

# An engine that complains on its error stream has not failed by that.
$ErrorActionPreference = 'Continue'
Set-Location -LiteralPath $PSScriptRoot

# >>> What is in this folder, in the order of loading. Sizes in KiB.
$Kit = @(
    @{
        File = '01-app.slim.tar'; Kib = 10; Unpacked = 20; Unfit = @('containerd:damaged'); Compact = $false
        Bases = @(@{ Name = 'base:1'; Layers = @('sha256:0000') })
        Blobs = @('sha256:0000')
        Images = @(
            @{
                Label = 'app:1'; Names = @('app:1'); FullNames = @('docker.io/library/app:1')
                Stacks = @(
                    @{ Id = 'sha256:0001'; Target = ''; Layers = @('sha256:0000', 'sha256:0002'); Blobs = @('sha256:0000', 'sha256:0002') }
                )
            }
        )
    }
)
# <<<

$script:Store = 'containerd'
$script:There = @{}
$script:Stacks = @()
$Faults = @{}
$Total = 0
foreach ($archive in $Kit) { $Total += $archive.Images.Count }

function Stop-Here([int]$Code, [string]$Line) {
    Write-Output $Line
    exit $Code
}

# The first that is wrong with an archive is what is told of it.
function Add-Fault([string]$File, [string]$Why) {
    if (-not $Faults.ContainsKey($File)) { $Faults[$File] = $Why }
}

function Test-DockerLike { return @('docker', 'podman', 'nerdctl') -contains $Engine }

function Invoke-Ctr {
    $space = $env:CONTAINERD_NAMESPACE
    if (-not $space) { $space = 'k8s.io' }
    & ctr -n $space @args
}

# Whether the engine answers, and if not, what it says.
function Test-Answer {
    if (Test-DockerLike) { $words = & $Engine image ls -q 2>&1 } else { $words = Invoke-Ctr images ls -q 2>&1 }
    if ($LASTEXITCODE -eq 0) { return '' }
    return "$Engine is here, but says: $(@($words)[-1])"
}

function Find-Engine {
    $known = @('docker', 'podman', 'nerdctl', 'ctr')
    if ($script:Engine -and $known -notcontains $script:Engine) { Stop-Here 2 'Usage: load.ps1 [-Check] [-Engine docker|podman|nerdctl|ctr]' }
    $candidates = $known
    if ($script:Engine) { $candidates = @($script:Engine) }
    foreach ($candidate in $candidates) {
        if (-not (Get-Command $candidate -CommandType Application -ErrorAction SilentlyContinue)) { continue }
        $script:Engine = $candidate
        $said = Test-Answer
        if (-not $said) { Find-Store; return }
        Write-Output $said
    }
    Stop-Here 3 "FAILED: no engine answers (looked for: $($candidates -join ' ')). Nothing was loaded."
}

# What goes by the name of docker may be Podman, and Docker may keep its images in containerd.
function Find-Store {
    if ($Engine -eq 'podman') { $script:Store = 'podman' }
    if ($Engine -ne 'docker') { return }
    if ("$(& docker --version 2>$null)" -match 'podman') { $script:Store = 'podman'; return }
    if ("$(& docker info --format '{{.DriverStatus}}' 2>$null)" -notmatch 'io\.containerd\.snapshotter') { $script:Store = 'classic' }
}

function Test-Sums {
    $sums = @{}
    foreach ($line in @(Get-Content -LiteralPath 'SHA256SUMS' -Encoding UTF8 -ErrorAction SilentlyContinue)) {
        if ($line.Length -gt 66) { $sums[$line.Substring(66)] = $line.Substring(0, 64) }
    }
    foreach ($archive in $Kit) {
        $file = $archive.File
        if (-not (Test-Path -LiteralPath $file -PathType Leaf)) { Add-Fault $file "$file is not in this folder"; continue }
        $sum = (Get-FileHash -LiteralPath $file -Algorithm SHA256).Hash
        if ($sum -ne $sums[$file]) { Add-Fault $file "$file is damaged: it is not what SHA256SUMS says" }
    }
}

function Test-Fit {
    foreach ($archive in $Kit) {
        $file = $archive.File
        if ($archive.Compact) { Add-Fault $file "$file is compact, and has to be made whole first: by load.sh, or by layershed/restore.py in it" }
        if ($archive.Unfit -contains "$($Store):damaged") { Add-Fault $file "$file is in the as-is form, and this store would load it damaged; it takes the universal form" }
        if ($archive.Unfit -contains "$($Store):unread") { Add-Fault $file "$file has no manifest.json, and this store can't read it; it takes the universal form" }
    }
}

# On Windows engines mostly run in a virtual machine, whose disk can't be seen from here.
function Test-Room {
    $folder = ''
    if ($Engine -eq 'docker') { $folder = "$(& docker info --format '{{.DockerRootDir}}' 2>$null)" }
    if (-not $folder -or $folder -notmatch '^[A-Za-z]:\\' -or -not (Test-Path -LiteralPath $folder)) {
        Write-Host "The room was not checked: the engine's folder can't be seen from here."
        return ''
    }
    $need = 0
    $largest = 0
    foreach ($archive in $Kit) {
        $need += $archive.Unpacked
        if ($Store -eq 'containerd') { $need += $archive.Kib }
        if ($archive.Kib -gt $largest) { $largest = $archive.Kib }
    }
    $need += $largest
    $free = [Math]::Floor((New-Object IO.DriveInfo $folder.Substring(0, 1)).AvailableFreeSpace / 1024)
    if ($free -ge $need) { return '' }
    return "no room: it takes $([Math]::Floor($need / 1024) + 1) MiB in $folder, and $([Math]::Floor($free / 1024)) MiB are free"
}

# What is in the engine already: the stacks of all images, or the blobs.
function Read-Store {
    if (-not (Test-DockerLike)) {
        foreach ($digest in @(Invoke-Ctr content ls -q 2>$null)) { $script:There[$digest] = $true }
        return
    }
    $ids = @(& $Engine image ls -aq --no-trunc 2>$null)
    for ($at = 0; $at -lt $ids.Count; $at += 100) {
        $some = @($ids[$at..([Math]::Min($at + 99, $ids.Count - 1))])
        $script:Stacks += @(& $Engine image inspect --format '{{json .RootFS.Layers}}' @some 2>$null)
    }
}

function Test-Base {
    foreach ($archive in $Kit) {
        if (-not (Test-DockerLike)) {
            foreach ($digest in $archive.Blobs) {
                if (-not $There.ContainsKey($digest)) { Add-Fault $archive.File "its base is missing here: no blob $digest in this store" }
            }
            continue
        }
        foreach ($base in $archive.Bases) {
            $want = '["' + ($base.Layers -join '","') + '"'
            $found = @($Stacks | Where-Object { "$_".StartsWith($want, [StringComparison]::Ordinal) })
            if ($found.Count -eq 0) { Add-Fault $archive.File "its base is missing here: $($base.Name) (layers: $($base.Layers.Count), up to $($base.Layers[-1]))" }
        }
    }
}

function Import-Archive([hashtable]$Archive) {
    $file = $Archive.File
    if (Test-DockerLike) { $words = & $Engine load -i $file 2>&1 } else { $words = Invoke-Ctr images import $file 2>&1 }
    if ($LASTEXITCODE -ne 0) { Add-Fault $file "$Engine says: $(@($words)[-1])" }
}

# What is wrong with the image that came of it, or nothing.
function Test-Stack([hashtable]$Image, [hashtable]$Stack) {
    if (-not (Test-DockerLike)) { return Test-StackByCtr $Image $Stack }
    $want = '["' + ($Stack.Layers -join '","') + '"]'
    if ($Stack.Layers.Count -eq 0) { $want = '[]' }
    $references = @($Image.Names)
    if ($references.Count -eq 0) { $references = @($Stack.Id) }
    if ($Image.Names.Count -eq 0 -and $Store -eq 'containerd') { $references = @($Stack.Target) }
    # Under which manifest such a store has it is known where the archive has one; else any image of these layers is it.
    if (-not $references[0]) {
        Read-Store
        if ($Stacks -contains $want) { return '' }
        return "$Engine has no image of these layers"
    }
    foreach ($reference in $references) {
        $layers = "$(& $Engine image inspect --format '{{json .RootFS.Layers}}' $reference 2>$null)"
        if ($LASTEXITCODE -ne 0) { return "$Engine has no image $reference" }
        if ($layers -ne $want) { return "$reference is another image there" }
        $id = "$(& $Engine image inspect --format '{{.Id}}' $reference 2>$null)" -replace '^sha256:', ''
        if ($Store -ne 'containerd' -and $id -ne ($Stack.Id -replace '^sha256:', '')) { return "$reference has another ID there: $id" }
    }
    if ($Store -eq 'containerd') { return Test-StoredBlobs $references[0] $Stack }
    return ''
}

# Such a store says that all went well where it lacks a blob; saving the image again shows it. PowerShell's own pipe would spoil
# the bytes.
function Test-StoredBlobs([string]$Reference, [hashtable]$Stack) {
    $listed = @(cmd /c "$Engine save $Reference 2>nul | tar -tf - 2>nul")
    foreach ($digest in $Stack.Blobs) {
        if ($listed -notcontains "blobs/$($digest -replace ':', '/')") { return "it is incomplete: the store lacks $digest, or holds that layer under another digest" }
    }
    return ''
}

function Test-StackByCtr([hashtable]$Image, [hashtable]$Stack) {
    if ($Image.FullNames.Count -eq 0) { return 'it has no name, and containerd keeps no image without one' }
    foreach ($reference in $Image.FullNames) {
        $line = "$(@(Invoke-Ctr images check "name==$reference" 2>$null)[-1])"
        if ($line -match '^\S+ .* incomplete (\([^)]*\))') { return "it is incomplete: $($Matches[1])" }
        if ($line -notmatch '^\S+ .* complete \(' -or -not $line.StartsWith("$reference ")) { return "the store has no image $reference" }
        if ($Stack.Target -and -not $line.Contains(" $($Stack.Target) ")) { return "$reference is another image there" }
    }
    return ''
}

# A line for each image. Gives back how many have failed.
function Write-Result([hashtable]$Results, [string]$Otherwise) {
    $failed = 0
    $place = 0
    foreach ($archive in $Kit) {
        foreach ($image in $archive.Images) {
            $place += 1
            $why = $Faults[$archive.File]
            if (-not $why) { $why = $Results[$place] }
            if (-not $why) { $why = $Otherwise }
            if ($why) { $failed += 1; Write-Host "$($image.Label): FAILED: $why" } else { Write-Host "$($image.Label): OK" }
        }
    }
    return $failed
}

Find-Engine
Write-Output "Engine: $Engine ($Store)."
Write-Output 'Checking the files...'
Test-Sums
Test-Fit
$problem = Test-Room
Write-Output 'Checking for the base...'
Read-Store
Test-Base

if ($Faults.Count -gt 0) {
    $otherwise = ''
    if (-not $Check) { $otherwise = 'not loaded, because of the others' }
    if ($problem) { $otherwise = "not loaded: $problem" }
    $failed = Write-Result @{} $otherwise
    Stop-Here 4 "FAILED: $failed of $Total images. Nothing was loaded."
}
if ($problem) {
    $null = Write-Result @{} "not loaded: $problem"
    Stop-Here 3 "FAILED: $problem. Nothing was loaded."
}
if ($Check) {
    $null = Write-Result @{} ''
    Stop-Here 0 "OK: all images ($Total) can be loaded into $Engine. Nothing was loaded."
}

foreach ($archive in $Kit) {
    Write-Output "Loading $($archive.File)..."
    Import-Archive $archive
}
$results = @{}
$place = 0
foreach ($archive in $Kit) {
    foreach ($image in $archive.Images) {
        $place += 1
        foreach ($stack in $image.Stacks) {
            $results[$place] = Test-Stack $image $stack
            if (-not $results[$place]) { break }
        }
    }
}
$failed = Write-Result $results ''
if ($failed -gt 0) { Stop-Here 4 "FAILED: $failed of $Total images." }
Stop-Here 0 "OK: all images ($Total) are loaded into $Engine."
