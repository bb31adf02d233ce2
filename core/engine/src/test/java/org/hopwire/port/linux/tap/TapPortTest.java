package org.hopwire.port.linux.tap;

import org.hopwire.port.linux.DeviceContractTest;
import org.hopwire.port.linux.LinuxPort;
import org.hopwire.port.linux.PortRequest;
import org.hopwire.testkit.Tool;
import org.junit.jupiter.api.Tag;

/** TAP: the far end is a packet socket on the same interface, on the kernel's side of it. */
@Tag("live")
class TapPortTest extends DeviceContractTest {
    private static final String DEVICE = "hwp-tap";

    @Override
    protected LinuxPort openDevice(PortRequest request) {
        return TapPort.open(request, false);
    }

    @Override
    protected String device() {
        return DEVICE;
    }

    @Override
    protected String farDevice() {
        return DEVICE;
    }

    @Override
    protected String farNamespace() {
        return cable.nearNamespace();
    }

    @Override
    protected boolean hasLimit() {
        return false;
    }

    @Override
    protected boolean outlivesItsInterface() {
        return false;
    }

    @Override
    protected void create() {
        Tool.run("ip", "-n", cable.nearNamespace(), "tuntap", "add", "dev", DEVICE, "mode", "tap");
        Tool.run("ip", "-n", cable.nearNamespace(), "link", "set", DEVICE, "up");
    }

    @Override
    protected void delete() {
        Tool.run("ip", "-n", cable.nearNamespace(), "link", "del", DEVICE);
    }

    @Override
    protected void settle(int count) {
        // the kernel has queued a frame when the call that sent it returns
    }
}
